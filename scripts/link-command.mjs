/** Runs after `npm install`: see linkCommand. */
import { linkCommand } from './setup.mjs';

linkCommand();
