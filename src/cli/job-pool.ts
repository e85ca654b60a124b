/** Threads that judge programs, several at a time. One that takes too long or dies is replaced, and only its job suffers. */
import { Worker } from 'node:worker_threads';
import type { Job, JobAnswer, JobReply } from './judge-jobs.ts';

export type JobResult =
  | { readonly kind: 'answered'; readonly answer: JobAnswer; readonly seconds: number }
  | { readonly kind: 'timeout'; readonly seconds: number }
  | { readonly kind: 'crashed'; readonly message: string; readonly seconds: number };

/** Megabytes for the traced program's calls, and for what is made of a recording. */
const RESOURCES = { stackSizeMb: 240, maxOldGenerationSizeMb: 2048 };

interface Waiting {
  readonly job: Job;
  readonly settle: (result: JobResult) => void;
}

export class JobPool {
  readonly #waiting: Waiting[] = [];
  readonly #threads = new Set<JobThread>();

  /** `entry`: the bundled `judge-jobs.worker.node.ts`; `seconds`: what each job may take. */
  constructor(
    private readonly entry: URL,
    private readonly toolchain: string,
    private readonly size: number,
    private readonly seconds: number,
  ) {}

  run(job: Job): Promise<JobResult> {
    const result = new Promise<JobResult>((settle) => this.#waiting.push({ job, settle }));
    this.#start();
    return result;
  }

  /** Jobs that have not ended never do. */
  close(): void {
    for (const thread of this.#threads) thread.end();
    this.#threads.clear();
  }

  #start(): void {
    const idle = [...this.#threads].filter(({ isIdle }) => isIdle);
    for (const thread of idle) this.#next(thread);
    while (this.#waiting.length > 0 && this.#threads.size < this.size) {
      const thread = new JobThread(this.entry, this.toolchain, this.seconds);
      this.#threads.add(thread);
      this.#next(thread);
    }
  }

  #next(thread: JobThread): void {
    const waiting = this.#waiting.shift();
    if (!waiting) return;
    void thread.do(waiting.job).then((result) => {
      if (result.kind !== 'answered') this.#threads.delete(thread);
      waiting.settle(result);
      this.#start();
    });
  }
}

class JobThread {
  isIdle = true;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #settle: ((result: JobReply | Error) => void) | undefined;
  /** What ended it while nobody waited. */
  #death: Error | undefined;

  constructor(
    entry: URL,
    toolchain: string,
    private readonly seconds: number,
  ) {
    this.#worker = new Worker(entry, { resourceLimits: RESOURCES, workerData: toolchain });
    let begin: () => void;
    this.#ready = new Promise((resolve) => (begin = resolve));
    const die = (error: Error): void => {
      this.#death ??= error;
      this.#settle?.(error);
      begin();
    };
    this.#worker.on('error', (error) => die(error instanceof Error ? error : new Error(String(error))));
    this.#worker.on('exit', (code) => die(new Error(`the thread ended with ${code}`)));
    this.#worker.on('message', (reply: JobReply) => (reply.type === 'ready' ? begin() : this.#settle?.(reply)));
  }

  /** Loading the compiler is on nobody's time. */
  async do(job: Job): Promise<JobResult> {
    this.isIdle = false;
    await this.#ready;
    const start = performance.now();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const reply = await new Promise<JobReply | Error | 'timeout'>((resolve) => {
      this.#settle = resolve;
      if (this.#death) return resolve(this.#death);
      timer = setTimeout(() => resolve('timeout'), this.seconds * 1000);
      this.#worker.postMessage(job);
    });
    clearTimeout(timer);
    this.#settle = undefined;
    const seconds = (performance.now() - start) / 1000;
    if (reply === 'timeout' || reply instanceof Error || reply.type === 'failed' || reply.type === 'ready') {
      this.end();
      if (reply === 'timeout') return { kind: 'timeout', seconds };
      const message = reply instanceof Error || reply.type === 'failed' ? reply.message : '';
      return { kind: 'crashed', message, seconds };
    }
    this.isIdle = true;
    return { kind: 'answered', answer: reply, seconds };
  }

  end(): void {
    void this.#worker.terminate();
  }
}
