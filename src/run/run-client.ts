import type { Chunk, RecordedWindow, SiteTable } from '../trace/recording.ts';
import type { RunMessage, RunReply } from './protocol.ts';
import type { RunListener, RunRequest, RunResult } from './request.ts';

/** What a web Worker and a Node worker thread have in common, for this purpose. */
export interface RunWorker {
  post(message: RunMessage): void;
  onReply(listener: (reply: RunReply) => void): void;
  onError(listener: (error: Error) => void): void;
  terminate(): void;
}

export interface RunHandle {
  /** Rejects only when the program couldn't be started. */
  readonly result: Promise<RunResult>;
  /** Ends the run at once; the result is then what had been recorded. */
  stop(): void;
}

const NO_SITES: SiteTable = {
  code: new Uint32Array(1),
  functionIndex: new Uint32Array(1),
  pendingSteps: new Uint8Array(1),
};

/** Runs programs in a worker, one at a time. A stopped or crashed worker is replaced by a new one for the next run. */
export class RunClient {
  private worker: RunWorker | undefined;
  private nextId = 1;

  constructor(private readonly createWorker: () => RunWorker) {}

  run(request: RunRequest, listener: RunListener = {}): RunHandle {
    const id = this.nextId++;
    const worker = (this.worker ??= this.createWorker());
    const chunks: Chunk[] = [];
    let sites = NO_SITES;
    let steps = 0;
    let stop!: () => void;
    const result = new Promise<RunResult>((resolve, reject) => {
      const abandon = (end: RunResult['end']): void => {
        this.discard(worker);
        resolve({ sites, survey: request.window ? [] : chunks, window: undefined, end, files: {} });
      };
      stop = () => abandon({ kind: 'killed', reason: 'stopped', steps });
      worker.onError((error) => {
        this.discard(worker);
        reject(error);
      });
      worker.onReply((reply) => {
        if (reply.id !== id) return;
        if (reply.type === 'started') ((sites = reply.sites), listener.started?.(sites));
        else if (reply.type === 'chunk') {
          chunks.push(reply.chunk);
          listener.chunk?.(reply.chunk);
        } else if (reply.type === 'progress') {
          steps = reply.steps;
          if (listener.progress?.(steps) === false) stop();
        } else if (reply.type === 'note') listener.note?.(reply.note);
        else if (reply.type === 'failed') reject(new Error(reply.message));
        else resolve(withChunks(reply.result, chunks));
      });
      worker.post({ type: 'run', id, request });
    });
    return { result, stop };
  }

  private discard(worker: RunWorker): void {
    worker.terminate();
    if (this.worker === worker) this.worker = undefined;
  }

  close(): void {
    if (this.worker) this.discard(this.worker);
  }
}

function withChunks(result: RunResult, chunks: readonly Chunk[]): RunResult {
  if (!result.window) return { ...result, survey: chunks };
  const window: RecordedWindow = { ...result.window, chunks };
  return { ...result, window };
}
