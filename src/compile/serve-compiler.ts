/** The compiler behind a worker's messages: one toolchain for all who talk to the worker. Requests are answered in order. */
import { createCompiler, type LocalCompiler } from './compiler.ts';
import { pageLoader } from './page-loader.ts';
import type { FromWorker, LoadedToolchain, ToWorker } from './protocol.ts';

export type Send = (message: FromWorker, transfer?: Transferable[]) => void;

const IDLE_MILLISECONDS = 30;
/** The browser optimises the tools' machine code as they run: the sixth compile takes a third of the second's time. */
const WARM_UPS = 5;

export class CompilerService {
  #loading: Promise<{ readonly compiler: LocalCompiler; readonly loaded: LoadedToolchain }> | undefined;
  readonly #listeners = new Set<Send>();
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** Gives what takes the messages of one who talks to the worker, and who hears by `send`. */
  connect(send: Send): (message: ToWorker) => void {
    this.#listeners.add(send);
    return (message) => {
      clearTimeout(this.#idle);
      if (message.type === 'load') void this.#load(message, send);
      else void this.#answer(message, send);
    };
  }

  async #load({ base, loaded }: Extract<ToWorker, { type: 'load' }>, send: Send): Promise<void> {
    this.#loading ??= this.#start(base, loaded);
    try {
      send({ type: 'loaded', loaded: (await this.#loading).loaded });
    } catch (error) {
      // Who asks next tries again: the network may be back.
      this.#loading = undefined;
      send({ type: 'load-failed', message: messageOf(error) });
    }
  }

  async #start(base: string, before: LoadedToolchain | undefined) {
    const loaded = before ?? (await this.#fetch(base));
    const compiler = await createCompiler({
      module: () => Promise.resolve(loaded.module),
      sysroot: () => Promise.resolve(loaded.sysroot),
    });
    this.#warmUp(compiler, WARM_UPS);
    return { compiler, loaded };
  }

  async #fetch(base: string): Promise<LoadedToolchain> {
    const loader = pageLoader(base, (progress) => {
      for (const send of this.#listeners) send({ type: 'progress', progress });
    });
    const [module, sysroot] = await Promise.all([loader.module(), loader.sysroot()]);
    return { module, sysroot };
  }

  async #answer(message: Exclude<ToWorker, { type: 'load' }>, send: Send): Promise<void> {
    const { id } = message;
    const ready = await this.#loading?.catch(() => undefined);
    // 'load-failed' was sent already, and answers all that waits.
    if (!ready) return;
    const { compiler } = ready;
    try {
      if (message.type === 'compile') {
        const result = compiler.compile(message.request);
        send({ type: 'compiled', id, result }, result.kind === 'linked' ? [result.wasm.buffer as ArrayBuffer] : []);
      } else if (message.type === 'check') {
        send({ type: 'checked', id, diagnostics: await compiler.check(message.request) });
      } else {
        send({ type: 'tool-ran', id, output: compiler.tool(message.name, message.args, message.files) });
      }
    } catch (error) {
      send({ type: 'threw', id, message: messageOf(error) });
    }
    this.#whenIdle(() => compiler.prepare());
  }

  #warmUp(compiler: LocalCompiler, times: number): void {
    this.#whenIdle(() => {
      if (times === 0) return compiler.prepare();
      compiler.warmUp();
      this.#warmUp(compiler, times - 1);
    });
  }

  /** Replaces what was to be done in idle time before. */
  #whenIdle(work: () => void): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(work, IDLE_MILLISECONDS);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
