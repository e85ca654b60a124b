/** `npm test`: sets up what is missing, runs every suite, and ends with one line of counts over all of them. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensurePackages, ensureToolchain, root } from './setup.mjs';

ensurePackages();
ensureToolchain();
const chromium = ensureChromium();

const summaryFile = path.join(root, 'build', 'test-summary.json');
rmSync(summaryFile, { force: true });

const args = [path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)];
args.push('--reporter=default', `--reporter=${path.join(root, 'scripts', 'vitest-summary.mjs')}`);
if ('missing' in chromium) args.push('--project=!browser-e2e');
const environment = { ...process.env };
if ('executable' in chromium) environment.CHROMIUM_PATH = chromium.executable;
const vitest = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: environment });

/** @type {import('./vitest-summary.mjs').Summary} */
const summary = existsSync(summaryFile)
  ? JSON.parse(readFileSync(summaryFile, 'utf8'))
  : { passed: 0, failures: ['vitest ended before it counted its tests'], skips: [] };
if ('missing' in chromium) summary.failures.push(`the browser tests did not run: ${chromium.missing}`);
if (vitest.status !== 0 && summary.failures.length === 0)
  summary.failures.push(`vitest ended with ${vitest.status ?? vitest.signal}`);

for (const failure of summary.failures) console.log(`failed: ${failure}`);
for (const [why, names] of groupBy(summary.skips, ({ file, reason }) => `${file}: ${reason}`)) {
  console.log(`skipped: ${names.length === 1 ? names[0]?.name : `${names.length} tests`} of ${why}`);
}
const skipped = summary.skips.length > 0 ? `, ${summary.skips.length} skipped` : '';
process.exitCode = summary.failures.length > 0 ? 1 : 0;
console.log(`${summary.passed} passed, ${summary.failures.length} failed${skipped}`);

/**
 * @template T
 * @param {readonly T[]} items @param {(item: T) => string} keyOf @returns {Map<string, T[]>}
 */
function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
