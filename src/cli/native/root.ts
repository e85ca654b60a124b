import path from 'node:path';

/** The repository: the bundle is build/cli/heapscope.js. */
export const ROOT = path.dirname(path.dirname(path.dirname(new URL(import.meta.url).pathname)));
