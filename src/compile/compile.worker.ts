/** The compile worker: of one page, or of all widgets in a page, each of which has a port. */
import type { ToWorker } from './protocol.ts';
import { CompilerService } from './serve-compiler.ts';

const service = new CompilerService();
const receive = service.connect((message, transfer = []) => self.postMessage(message, { transfer }));

self.onmessage = ({ data, ports: [port] }: MessageEvent<ToWorker | { readonly type: 'connect' }>) => {
  if (data.type !== 'connect') return receive(data);
  if (!port) return;
  const receiveFromPort = service.connect((message, transfer = []) =>
    // What was loaded stays here: this worker outlives those who talk to it by ports.
    port.postMessage(message.type === 'loaded' ? { type: 'loaded' } : message, transfer),
  );
  port.onmessage = (event: MessageEvent<ToWorker>) => receiveFromPort(event.data);
};
