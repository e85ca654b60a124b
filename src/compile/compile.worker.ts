/** The compile worker: an entry over `createCompiler`. Requests are answered in order. */
import { createCompiler, type LocalCompiler } from './compiler.ts';
import { pageLoader } from './page-loader.ts';
import type { FromWorker, LoadedToolchain, ToWorker } from './protocol.ts';

const IDLE_MILLISECONDS = 30;
/** The browser optimises the tools' machine code as they run: the sixth compile takes a third of the second's time. */
const WARM_UPS = 5;

let compiler: Promise<LocalCompiler> | undefined;
let idle: ReturnType<typeof setTimeout> | undefined;

const send = (message: FromWorker, transfer: Transferable[] = []) => self.postMessage(message, { transfer });

self.onmessage = (event: MessageEvent<ToWorker>) => {
  clearTimeout(idle);
  const message = event.data;
  if (message.type === 'load') {
    compiler = load(message.base, message.loaded);
    compiler.catch((error: unknown) => send({ type: 'load-failed', message: messageOf(error) }));
  } else void answer(message);
};

async function load(base: string, before: LoadedToolchain | undefined): Promise<LocalCompiler> {
  const loader = before ? undefined : pageLoader(base, (progress) => send({ type: 'progress', progress }));
  const fetched = loader ? Promise.all([loader.module(), loader.sysroot()]) : undefined;
  const [module, sysroot] = fetched ? await fetched : [before?.module, before?.sysroot];
  if (!module || !sysroot) throw new Error('the toolchain was handed over without its parts');
  const made = await createCompiler({ module: () => Promise.resolve(module), sysroot: () => Promise.resolve(sysroot) });
  send({ type: 'loaded', loaded: { module, sysroot } });
  warmUp(made, WARM_UPS);
  return made;
}

async function answer(message: Exclude<ToWorker, { type: 'load' }>): Promise<void> {
  const { id } = message;
  const ready = await compiler?.catch(() => undefined);
  // 'load-failed' was sent already, and answers all that waits.
  if (!ready) return;
  try {
    if (message.type === 'compile') {
      const result = ready.compile(message.request);
      send({ type: 'compiled', id, result }, result.kind === 'linked' ? [result.wasm.buffer as ArrayBuffer] : []);
    } else if (message.type === 'check') {
      send({ type: 'checked', id, diagnostics: await ready.check(message.request) });
    } else {
      send({ type: 'tool-ran', id, output: ready.tool(message.name, message.args, message.files) });
    }
  } catch (error) {
    send({ type: 'threw', id, message: messageOf(error) });
  }
  whenIdle(() => ready.prepare());
}

function warmUp(compiler: LocalCompiler, times: number): void {
  whenIdle(() => {
    if (times === 0) return compiler.prepare();
    compiler.warmUp();
    warmUp(compiler, times - 1);
  });
}

/** Replaces what was to be done in idle time before. */
function whenIdle(work: () => void): void {
  clearTimeout(idle);
  idle = setTimeout(work, IDLE_MILLISECONDS);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
