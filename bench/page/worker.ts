/** Runs tasks as the playground does, off the page's own thread. */
import { createCompiler } from '../../src/compile/compiler.ts';
import { pageLoader } from '../../src/compile/page-loader.ts';
import { readDebugInfo } from '../../src/dwarf/read-debug-info.ts';
import { instrument } from '../../src/instrument/instrument.ts';
import type { PageTasks, TaskAnswer, TaskMessage } from './protocol.ts';

const base = new URL('/toolchain/', self.location.href).href;
const compiler = createCompiler(
  pageLoader(base, () => undefined),
  { reuse: false },
);

const tasks: PageTasks = {
  async compile(files) {
    const ready = await compiler;
    // The playground does this part when idle.
    ready.prepare();
    const started = performance.now();
    const result = ready.compile({ files, flags: [] });
    if (result.kind !== 'linked') throw new Error(JSON.stringify(result.diagnostics));
    instrument(result.wasm, { debug: readDebugInfo(result.wasm), density: 'survey' });
    return performance.now() - started;
  },
};

self.onmessage = (event: MessageEvent<TaskMessage>) => {
  const { name, args } = event.data;
  const task = tasks[name] as (...values: readonly unknown[]) => Promise<number>;
  task(...args).then(
    (value) => self.postMessage({ value } satisfies TaskAnswer),
    (error: unknown) => self.postMessage({ error: String(error) } satisfies TaskAnswer),
  );
};
