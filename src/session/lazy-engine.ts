/** The widget's engine, whose code and toolchain are fetched when something is first compiled. */
import type { CompileWorker } from '../compile/start-worker.ts';
import type { Engine, RunningProgram } from './engine.ts';
import type { WorkerEngine } from './worker-engine.ts';

export class LazyEngine implements Engine {
  readonly #toolchain: string;
  readonly #startWorker: (() => CompileWorker) | undefined;
  #loading: Promise<WorkerEngine> | undefined;
  #loaded: WorkerEngine | undefined;

  /** `toolchain` is the URL of the compiler's files, with a slash at its end. */
  constructor(toolchain: string, startWorker?: () => CompileWorker) {
    this.#toolchain = toolchain;
    this.#startWorker = startWorker;
  }

  compile: Engine['compile'] = async (request, onLoad) => (await this.#load()).compile(request, onLoad);
  check: Engine['check'] = async (request) => (await this.#load()).check(request);
  addr2line: Engine['addr2line'] = async (args, files) => (await this.#load()).addr2line(args, files);
  cancelCompile: Engine['cancelCompile'] = () => this.#loaded?.cancelCompile();

  run: Engine['run'] = (request, watcher) => {
    if (this.#loaded) return this.#loaded.run(request, watcher);
    let running: RunningProgram | undefined;
    let isStopped = false;
    const result = this.#load().then((engine) => {
      running = engine.run(request, watcher);
      if (isStopped) running.stop();
      return running.result;
    });
    const stop = (): void => {
      isStopped = true;
      running?.stop();
    };
    return { result, stop };
  };

  #load(): Promise<WorkerEngine> {
    this.#loading ??= import('./worker-engine.ts').then(({ WorkerEngine }) => {
      this.#loaded = new WorkerEngine(this.#toolchain, this.#startWorker);
      return this.#loaded;
    });
    return this.#loading;
  }
}
