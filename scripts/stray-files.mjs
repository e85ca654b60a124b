/** Refuses generated or oversized files under version control, and tells of files that nobody has added or ignored. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

const generated =
  /(^|\/)(build|dist|node_modules|test-results|coverage)\/|\.(wasm|o|a|so|tar|gz|br|map|log|tsbuildinfo|profraw)$/;
const maxBytes = 1_000_000;

for (const file of git('ls-files')) {
  const stats = statSync(path.join(root, file), { throwIfNoEntry: false });
  if (generated.test(file)) complain(`${file} is a generated file`);
  else if (stats && stats.size > maxBytes)
    complain(`${file} has ${stats.size} bytes; at most ${maxBytes} are expected`);
}
const others = git('ls-files', '--others', '--exclude-standard');
if (others.length > 0)
  console.log(`warning: neither added nor ignored: ${others.slice(0, 5).join(', ')} (${others.length} in all)`);

/** @param {...string} args */
function git(...args) {
  const output = execFileSync('git', [...args, '-z'], { cwd: root, encoding: 'utf8' });
  return output.split('\0').filter(Boolean);
}

/** @param {string} text */
function complain(text) {
  console.log(text);
  process.exitCode = 1;
}
