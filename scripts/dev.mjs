/** `npm run dev`: serves the page from source. Lessons and recordings are built first, and a lesson again when it is changed. */
import { ensureRecordings } from './recordings.mjs';
import { root } from './setup.mjs';

await ensureRecordings();
const { createServer } = await import('vite');
const server = await createServer({ root });
await server.listen();
server.printUrls();
server.bindCLIShortcuts({ print: true });
