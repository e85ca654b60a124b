import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

/** Collects all garbage now, so that a contender does not pay for what the one before it left behind. */
export const collectGarbage = runInNewContext('gc') as () => void;
