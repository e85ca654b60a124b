/** `npm run format`: formats everything in place. */
import { ensurePackages, runOrThrow } from './setup.mjs';

ensurePackages();
runOrThrow(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.']);
runOrThrow(process.execPath, ['scripts/clang-format.mjs', '--write']);
