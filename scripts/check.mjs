/**
 * `npm run check [NAME...]`: types, lint, formatting, import arrows, sizes of pages and stray files; all of them unless some are named.
 * Two run at a time; each prints its output when it ends.
 */
import { spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { ensurePackages, refuse, root } from './setup.mjs';

const prettierCache = ['--cache', '--cache-location', 'build/prettier-cache'];

/** Name, and what follows `node`. The slow ones come first. */
const checks = new Map([
  ['eslint', ['node_modules/eslint/bin/eslint.js', '.']],
  [
    'svelte-check',
    ['node_modules/svelte-check/bin/svelte-check', '--output', 'human', '--threshold', 'warning', '--fail-on-warnings'],
  ],
  ['prettier', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...prettierCache, '.']],
  ['tsc', ['node_modules/typescript/bin/tsc', '--noEmit']],
  [
    'arrows',
    ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.js', 'src'],
  ],
  ['clang-format', ['scripts/clang-format.mjs']],
  ['sizes', ['scripts/sizes.mjs']],
  ['stray-files', ['scripts/stray-files.mjs']],
]);

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.find((name) => !checks.has(name));
if (unknown) refuse(`there is no check "${unknown}"; there are ${[...checks.keys()].join(', ')}`);
ensurePackages();

const waiting = [...checks].filter(([name]) => positionals.length === 0 || positionals.includes(name));
/** @type {string[]} */
const failed = [];
await Promise.all([work(), work()]);
if (failed.length > 0) {
  console.log(`\ncheck failed: ${failed.join(', ')}`);
  process.exitCode = 1;
} else {
  console.log('\ncheck passed');
}

async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [name, args] = next;
    const started = performance.now();
    const { status, output } = await run(args);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    if (output.trim()) console.log(output.trimEnd().replace(/^/gm, '  '));
    if (status !== 0) failed.push(name);
  }
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<{ status: number | null, output: string }>}
 */
function run(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, output }));
  });
}
