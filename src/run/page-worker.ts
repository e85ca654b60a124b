import type { RunReply } from './protocol.ts';
import type { RunWorker } from './run-client.ts';

/** A web worker as `RunClient` wants it. */
export function pageWorker(): RunWorker {
  const worker = new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' });
  return {
    post: (message) => worker.postMessage(message),
    onReply: (listener) => (worker.onmessage = (event: MessageEvent<RunReply>) => listener(event.data)),
    onError: (listener) => (worker.onerror = (event) => listener(new Error(event.message || 'the run worker failed'))),
    terminate: () => worker.terminate(),
  };
}
