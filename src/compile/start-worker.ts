/** What `WorkerCompiler` needs of a worker. */
export type CompileWorker = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror'>;

/** A compile worker of one's own. */
export function startCompileWorker(): Worker {
  // Bundlers look for exactly this expression.
  return new Worker(new URL('./compile.worker.ts', import.meta.url), { type: 'module', name: 'compile' });
}
