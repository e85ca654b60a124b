/** Compiling within a time: there are programs with which clang is busy for ever, and only a thread can be ended. */
import { Worker } from 'node:worker_threads';
import type { CompileRequest, CompileResult } from '../compile/compile.ts';
import { withoutPlace } from '../compile/diagnostic.ts';
import { COMPILING_THREAD, TOOLCHAIN } from './places.ts';

export interface CompileTask {
  /** The toolchain's folder. */
  readonly toolchain: string;
  readonly request: CompileRequest;
}

/** Rejects where the toolchain can't be read, or the thread dies. */
export function compileWithin(seconds: number, request: CompileRequest): Promise<CompileResult> {
  const task: CompileTask = { toolchain: TOOLCHAIN, request };
  const thread = new Worker(COMPILING_THREAD, { workerData: task });
  let timer: ReturnType<typeof setTimeout>;
  return new Promise<CompileResult>((resolve, reject) => {
    timer = setTimeout(() => resolve(takesTooLong(seconds)), seconds * 1000);
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the compiler's thread ended with ${code}`)));
  }).finally(() => {
    clearTimeout(timer);
    void thread.terminate();
  });
}

function takesTooLong(seconds: number): CompileResult {
  const message = `clang was not done after ${seconds} seconds, and was stopped (see --compile-limit)`;
  return { kind: 'failed', diagnostics: [withoutPlace('error', message)] };
}
