/** `npm run format`: formats everything in place. */
import { ensurePackages, runOrRefuse } from './setup.mjs';

ensurePackages();
runOrRefuse(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.']);
runOrRefuse(process.execPath, ['scripts/clang-format.mjs', '--write']);
