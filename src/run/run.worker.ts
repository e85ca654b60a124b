/** The page's run worker: an entry over `serve.ts`. */
import type { RunMessage } from './protocol.ts';
import { serve } from './serve.ts';

addEventListener('message', (event: MessageEvent<RunMessage>) => {
  void serve(event.data, (reply, transfer) => postMessage(reply, { transfer }));
});
