/** `npm start`: sets up what is missing, then serves the playground until it is interrupted. */
import { parseArgs } from 'node:util';
import { ensurePackages, ensureToolchain, refuse, say } from './setup.mjs';

const { values } = parseArgs({ options: { port: { type: 'string' }, host: { type: 'string' } } });
const wanted = values.port ?? process.env.PORT ?? '5173';
const port = Number(wanted);
if (!Number.isInteger(port) || port < 0 || port > 65535) refuse(`"${wanted}" is not a port number`);

ensurePackages();
ensureToolchain();
const { servePage } = await import('./page.mjs');
const server = await servePage({ port, host: values.host });
if (port !== 0 && server.port !== port) say(`port ${port} is in use; using ${server.port}`);
console.log(`\n  Heapscope is at ${server.url}  (Ctrl+C to stop)\n`);
