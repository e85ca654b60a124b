import type { CompileRequest, CompileResult, Diagnostic, LoadProgress } from './compile.ts';
import { CompilerNotLoaded } from './not-loaded.ts';
import type { Compiler, LlvmTool, ToolOutput } from './compiler.ts';
import type { FromWorker, LoadedToolchain, ToWorker } from './protocol.ts';
import { startCompileWorker, type CompileWorker } from './start-worker.ts';

/** Rejects what was under way when `WorkerCompiler.cancel` was called. */
export class CompileCancelled extends Error {
  constructor() {
    super('compiling was cancelled');
  }
}

export interface WorkerCompilerOptions {
  /** Otherwise a worker of one's own is started. */
  readonly startWorker?: () => CompileWorker;
  /** URL of the toolchain's folder, with a slash at its end. */
  readonly base: string;
  readonly onProgress?: (progress: LoadProgress) => void;
}

interface Pending {
  resolve(value: never): void;
  reject(error: Error): void;
}

/** A `Compiler` whose work is done in a worker. Starts to load at once. */
export class WorkerCompiler implements Compiler {
  readonly #options: WorkerCompilerOptions;
  readonly #pending = new Map<number, Pending>();
  #worker: CompileWorker | undefined;
  #loaded: LoadedToolchain | undefined;
  #nextId = 1;
  #markLoaded: () => void = () => undefined;
  #markFailed: (error: Error) => void = () => undefined;
  /** Settles when the toolchain is there (or can't be had); for "loading" in the page. */
  readonly ready: Promise<void>;

  constructor(options: WorkerCompilerOptions) {
    this.#options = options;
    this.ready = new Promise((resolve, reject) => {
      this.#markLoaded = resolve;
      this.#markFailed = reject;
    });
    // Those who don't wait for `ready` get the failure from their own call.
    this.ready.catch(() => undefined);
    this.#worker = this.#start();
  }

  compile(request: CompileRequest): Promise<CompileResult> {
    return this.#ask((id) => ({ type: 'compile', id, request }));
  }

  check(request: CompileRequest): Promise<readonly Diagnostic[]> {
    return this.#ask((id) => ({ type: 'check', id, request }));
  }

  tool(name: LlvmTool, args: readonly string[], files: Readonly<Record<string, Uint8Array>>): Promise<ToolOutput> {
    return this.#ask((id) => ({ type: 'tool', id, name, args, files }));
  }

  /** Ends whatever runs (it rejects with `CompileCancelled`); the next call starts afresh without fetching again. */
  cancel(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#rejectAll(new CompileCancelled());
  }

  #ask<Result>(message: (id: number) => ToWorker): Promise<Result> {
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    return new Promise<Result>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage(message(id));
    });
  }

  #start(): CompileWorker {
    const worker = (this.#options.startWorker ?? startCompileWorker)();
    worker.onmessage = (event: MessageEvent<FromWorker>) => {
      // A message may still be under way from a worker that was cancelled.
      if (worker === this.#worker) this.#receive(event.data);
    };
    worker.onerror = (event) => {
      if (worker !== this.#worker) return;
      this.#worker = undefined;
      this.#fail(new Error(`the compile worker stopped: ${event.message}`));
    };
    worker.postMessage({ type: 'load', base: this.#options.base, loaded: this.#loaded } satisfies ToWorker);
    return worker;
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case 'progress':
        return this.#options.onProgress?.(message.progress);
      case 'loaded':
        this.#loaded = message.loaded;
        return this.#markLoaded();
      case 'load-failed':
        // The next call tries again with a new worker: the network may be back.
        this.#worker?.terminate();
        this.#worker = undefined;
        return this.#fail(new CompilerNotLoaded(message.message));
      case 'compiled':
        return this.#settle(message.id, message.result);
      case 'checked':
        return this.#settle(message.id, message.diagnostics);
      case 'tool-ran':
        return this.#settle(message.id, message.output);
      case 'threw':
        this.#pending.get(message.id)?.reject(new Error(message.message));
        this.#pending.delete(message.id);
    }
  }

  #settle(id: number, value: unknown): void {
    this.#pending.get(id)?.resolve(value as never);
    this.#pending.delete(id);
  }

  #fail(error: Error): void {
    this.#markFailed(error);
    this.#rejectAll(error);
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
