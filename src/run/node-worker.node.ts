import { Worker } from 'node:worker_threads';
import type { RunReply } from './protocol.ts';
import type { RunWorker } from './run-client.ts';

/** Megabytes of stack for the traced program's calls: about half a million plain frames. */
const STACK_MEGABYTES = 240;

/** A worker thread as `RunClient` wants it. `entry`: the bundled `run.worker.node.ts`. */
export function nodeWorker(entry: URL): RunWorker {
  const worker = new Worker(entry, { resourceLimits: { stackSizeMb: STACK_MEGABYTES } });
  return {
    post: (message) => worker.postMessage(message),
    onReply: (listener) =>
      void worker.removeAllListeners('message').on('message', (reply: RunReply) => listener(reply)),
    onError: (listener) => void worker.removeAllListeners('error').on('error', listener),
    terminate: () => void worker.terminate(),
  };
}
