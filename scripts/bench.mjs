/** `npm run bench [-- FILTER]`: bundles and runs the measurements behind the README's numbers. */
import { pathToFileURL } from 'node:url';
import { ensureBundle } from './bundle.mjs';

await import(pathToFileURL(await ensureBundle('bench')).href);
