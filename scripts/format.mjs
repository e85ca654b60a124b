/** `npm run format`: formats everything in place, after the lint rules that can mend what they find. */
import { spawnSync } from 'node:child_process';
import { ensurePackages, root, runOrRefuse } from './setup.mjs';

ensurePackages();
// What it can't mend is for `npm run check` to say.
spawnSync(process.execPath, ['node_modules/eslint/bin/eslint.js', '--fix', '--quiet', '.'], {
  cwd: root,
  stdio: 'ignore',
});
runOrRefuse(process.execPath, ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level', 'warn', '.']);
runOrRefuse(process.execPath, ['scripts/clang-format.mjs', '--write']);
