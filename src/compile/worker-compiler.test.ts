import { beforeEach, expect, test } from 'vitest';
import { CompilerNotLoaded } from './not-loaded.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import { CompileCancelled, WorkerCompiler } from './worker-compiler.ts';

/** Stands in for the browser's Worker: keeps what it was sent, says what it is told to. */
class FakeWorker {
  readonly received: ToWorker[] = [];
  terminated = false;
  onmessage: ((event: { data: FromWorker }) => void) | undefined;
  onerror: ((event: { message: string }) => void) | undefined;
  postMessage(message: ToWorker): void {
    this.received.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(message: FromWorker): void {
    this.onmessage?.({ data: message });
  }
}

let workers: FakeWorker[] = [];
beforeEach(() => {
  workers = [];
});

function start(onProgress?: (done: number) => void): WorkerCompiler {
  return new WorkerCompiler({
    startWorker: () => {
      const worker = new FakeWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    base: 'http://localhost/toolchain/',
    onProgress: ({ doneBytes }) => onProgress?.(doneBytes),
  });
}

const request = { files: [{ path: 'a.c', text: 'int main(void) { return 0; }' }], flags: [] };
const failed = { kind: 'failed', diagnostics: [] } as const;
const loaded = { module: {} as WebAssembly.Module, sysroot: Uint8Array.of(1) };

test('loads at once, answers by id, tells progress', async () => {
  const heard: number[] = [];
  const compiler = start((done) => heard.push(done));
  const [worker] = workers;
  expect(worker?.received).toEqual([{ type: 'load', base: 'http://localhost/toolchain/', loaded: undefined }]);
  worker?.say({ type: 'progress', progress: { doneBytes: 5, totalBytes: 10 } });
  worker?.say({ type: 'loaded', loaded });
  await compiler.ready;
  const first = compiler.compile(request);
  const second = compiler.check(request);
  worker?.say({ type: 'checked', id: 2, diagnostics: [] });
  worker?.say({ type: 'compiled', id: 1, result: failed });
  expect(await second).toEqual([]);
  expect(await first).toEqual(failed);
  expect(heard).toEqual([5]);
});

test('cancel ends the worker; the next call goes to a new one that need not fetch', async () => {
  const compiler = start();
  workers[0]?.say({ type: 'loaded', loaded });
  const first = compiler.compile(request);
  compiler.cancel();
  await expect(first).rejects.toBeInstanceOf(CompileCancelled);
  expect(workers[0]?.terminated).toBe(true);
  const second = compiler.compile(request);
  expect(workers[1]?.received[0]).toMatchObject({ type: 'load', loaded });
  // Late words of the ended worker are not taken for answers.
  workers[0]?.say({ type: 'compiled', id: 2, result: { kind: 'linked', wasm: Uint8Array.of(), diagnostics: [] } });
  workers[1]?.say({ type: 'compiled', id: 2, result: failed });
  expect(await second).toEqual(failed);
});

test('a download that fails is told to all who wait, and tried again by the next call', async () => {
  const compiler = start();
  const first = compiler.compile(request);
  workers[0]?.say({ type: 'load-failed', message: '/toolchain/llvm.wasm: HTTP status 404' });
  await expect(first).rejects.toThrow(new CompilerNotLoaded('/toolchain/llvm.wasm: HTTP status 404'));
  await expect(compiler.ready).rejects.toThrow('HTTP status 404');
  const second = compiler.compile(request);
  expect(workers).toHaveLength(2);
  workers[1]?.say({ type: 'loaded', loaded });
  workers[1]?.say({ type: 'compiled', id: 2, result: failed });
  expect(await second).toEqual(failed);
});

test('a thrown error rejects its own call only', async () => {
  const compiler = start();
  const first = compiler.compile(request);
  const second = compiler.tool('nm', [], {});
  workers[0]?.say({ type: 'threw', id: 1, message: 'oops' });
  workers[0]?.say({ type: 'tool-ran', id: 2, output: { stdout: 'x', stderr: '', code: 0 } });
  await expect(first).rejects.toThrow('oops');
  expect((await second).stdout).toBe('x');
});
