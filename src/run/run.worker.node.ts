/** The command's run worker: an entry over `serve.ts`, in a thread whose stack is as large as deep recursion asks for. */
import { parentPort } from 'node:worker_threads';
import type { RunMessage } from './protocol.ts';
import { serve } from './serve.ts';

parentPort?.on('message', (message: RunMessage) => {
  void serve(message, (reply, transfer) => parentPort?.postMessage(reply, transfer));
});
