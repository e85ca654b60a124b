/** Vitest global set-up of projects that compile C: the shim and the resource archive must be there. */
import { ensureToolchain } from './setup.mjs';

export default ensureToolchain;
