/** Vitest global set-up of projects that run `bin/heapscope.js`: bundled once here, not by the first test to need it. */
import { ensureBundle } from './bundle.mjs';

export default async function setup() {
  await ensureBundle('cli');
}
