/** Before `npm pack`: `dist/` with the page and, in `dist/cli/`, the command, which an installed package can't bundle by itself. */
import { bundleForPackage } from './bundle.mjs';
import { ensurePage } from './page.mjs';
import { ensurePackages, ensureToolchain } from './setup.mjs';

ensurePackages();
ensureToolchain();
await ensurePage();
await bundleForPackage('dist/cli');
