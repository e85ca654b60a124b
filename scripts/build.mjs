/** `npm run build`: the playground as static files in `dist/`, for any web server. */
import { ensurePackages, ensureToolchain } from './setup.mjs';

ensurePackages();
ensureToolchain();
const { ensurePage } = await import('./page.mjs');
await ensurePage();
