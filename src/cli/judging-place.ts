/** Where the bundled command finds what judging needs: beside itself. */
import path from 'node:path';

const BESIDE_BUNDLE = import.meta.url;

export const JUDGING_THREAD = new URL('./judge-jobs-worker.js', BESIDE_BUNDLE);
export const TOOLCHAIN = path.dirname(new URL('../toolchain/x', BESIDE_BUNDLE).pathname);
