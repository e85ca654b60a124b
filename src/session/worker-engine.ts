/** The engine of the page: clang in one worker, the program in another. */
import type { CompileRequest, CompileResult, Diagnostic, LoadProgress } from '../compile/compile.ts';
import type { ToolOutput } from '../compile/compiler.ts';
import type { CompileWorker } from '../compile/start-worker.ts';
import { WorkerCompiler } from '../compile/worker-compiler.ts';
import { pageWorker } from '../run/page-worker.ts';
import { RunClient } from '../run/run-client.ts';
import type { RunRequest } from '../run/request.ts';
import { chunkOutputs } from './chunk-outputs.ts';
import type { Engine, RunningProgram, RunWatcher } from './engine.ts';

export class WorkerEngine implements Engine {
  readonly #compiler: WorkerCompiler;
  readonly #runner = new RunClient(pageWorker);
  #onLoad: (progress: LoadProgress) => void = () => undefined;

  /** `toolchain` is the URL of the compiler's files, with a slash at its end. Loading begins at once. */
  constructor(toolchain: string, startWorker?: () => CompileWorker) {
    this.#compiler = new WorkerCompiler({
      base: toolchain,
      onProgress: (progress) => this.#onLoad(progress),
      ...(startWorker && { startWorker }),
    });
  }

  compile(request: CompileRequest, onLoad: (progress: LoadProgress) => void): Promise<CompileResult> {
    this.#onLoad = onLoad;
    return this.#compiler.compile(request);
  }

  check(request: CompileRequest): Promise<readonly Diagnostic[]> {
    return this.#compiler.check(request);
  }

  addr2line(args: readonly string[], files: Readonly<Record<string, Uint8Array>>): Promise<ToolOutput> {
    return this.#compiler.tool('addr2line', args, files);
  }

  cancelCompile(): void {
    this.#compiler.cancel();
  }

  run(request: RunRequest, watcher: RunWatcher): RunningProgram {
    return this.#runner.run(request, {
      chunk: (chunk) => {
        if (watcher.output)
          for (const { descriptor, bytes, step } of chunkOutputs(chunk)) watcher.output(descriptor, bytes, step);
      },
      note: (note) => watcher.note?.(note),
      progress: (steps) => {
        watcher.steps?.(steps);
        return true;
      },
    });
  }
}
