import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ensureChromium, findChromium } from './chromium.mjs';
import { fingerprint } from './fingerprint.mjs';
import { root, whyInstall, withLock } from './setup.mjs';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'heapscope-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {string} text */
function put(name, text, mode = 0o644) {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text, { mode });
}

/** @param {Record<string, object>} packages */
const lock = (packages) => JSON.stringify({ packages });

test('a clone without node_modules is installed', () => {
  put('package-lock.json', lock({}));
  expect(whyInstall(folder)).toBe('node_modules is missing');
});

test('versions are compared; packages for other platforms may be absent', () => {
  const other = { version: '1.0.0', optional: true };
  put('package-lock.json', lock({ '': {}, 'node_modules/a': { version: '2.0.0' }, 'node_modules/b': other }));
  put('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '2.0.0' } }));
  expect(whyInstall(folder)).toBeUndefined();
  put('node_modules/.package-lock.json', lock({ 'node_modules/a': { version: '1.0.0' } }));
  expect(whyInstall(folder)).toBe('node_modules/a is not at version 2.0.0');
  put('node_modules/.package-lock.json', lock({}));
  expect(whyInstall(folder)).toBe('node_modules/a is not at version 2.0.0');
});

test('this clone is installed as locked', () => {
  expect(whyInstall(root)).toBeUndefined();
});

test('a fingerprint changes with every file below a folder', () => {
  put('src/a/one.ts', '1');
  const before = fingerprint(['src', 'absent'], folder);
  expect(fingerprint(['src', 'absent'], folder)).toBe(before);
  put('src/a/two.ts', '');
  const added = fingerprint(['src'], folder);
  expect(added).not.toBe(before);
  put('src/a/one.ts', '12');
  expect(fingerprint(['src'], folder)).not.toBe(added);
});

test('Chromium is found by CHROMIUM_PATH first and then by name on PATH', () => {
  put('one/google-chrome', '', 0o755);
  put('two/chromium', '', 0o755);
  put('three/chromium', '', 0o644);
  const at = (/** @type {string} */ name) => path.join(folder, name);
  const PATH = ['three', 'one', 'two'].map(at).join(path.delimiter);
  expect(findChromium({ PATH })).toBe(at('one/google-chrome'));
  expect(findChromium({ PATH, CHROMIUM_PATH: at('two/chromium') })).toBe(at('two/chromium'));
  expect(ensureChromium({ PATH, CHROMIUM_PATH: at('three/chromium') })).toEqual({
    missing: expect.stringContaining('not an executable file'),
  });
});

test('a missing Chromium is installed with the package manager that is there', ({ skip }) => {
  skip(process.platform !== 'linux', 'elsewhere Chrome is found at a fixed place');
  const script = `#!/bin/sh
echo "$@" >> ${folder}/log
if [ "$1" = install ]; then echo '#!/bin/sh' > ${folder}/bin/chromium; /bin/chmod +x ${folder}/bin/chromium; fi
`;
  put('bin/apt-get', script, 0o755);
  put('bin/sudo', '#!/bin/sh\nshift\nexec "$@"\n', 0o755);
  const PATH = path.join(folder, 'bin');
  expect(ensureChromium({ PATH })).toEqual({ executable: path.join(folder, 'bin/chromium') });
  expect(readFileSync(path.join(folder, 'log'), 'utf8')).toBe('update\ninstall -y --no-install-recommends chromium\n');
});

test('where Chromium can not be installed, a person is told what to do', ({ skip }) => {
  skip(process.platform !== 'linux', 'elsewhere Chrome is found at a fixed place');
  expect(ensureChromium({ PATH: folder })).toEqual({ missing: expect.stringContaining('CHROMIUM_PATH') });
  put('apt-get', '#!/bin/sh\nexit 100\n', 0o755);
  put('sudo', '#!/bin/sh\nshift\nexec "$@"\n', 0o755);
  expect(ensureChromium({ PATH: folder })).toEqual({ missing: expect.stringContaining('"apt-get update" failed') });
});

test('only one process at a time holds a lock, and a dead holder does not count', async () => {
  const name = `test-${process.pid}`;
  const log = path.join(folder, 'log');
  const script = `
    import { appendFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(path.join(root, 'scripts', 'setup.mjs'))};
    withLock(${JSON.stringify(name)}, () => {
      appendFileSync(${JSON.stringify(log)}, 'in ');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      appendFileSync(${JSON.stringify(log)}, 'out ');
    });`;
  const run = () =>
    new Promise((resolve) => {
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }).on('close', resolve);
    });
  expect(await Promise.all([run(), run(), run()])).toEqual([0, 0, 0]);
  expect(readFileSync(log, 'utf8')).toBe('in out in out in out ');

  const lockFile = path.join(root, 'build', `${name}.lock`);
  const dead = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => dead.on('close', resolve));
  writeFileSync(lockFile, String(dead.pid));
  expect(withLock(name, () => 'entered')).toBe('entered');
  expect(existsSync(lockFile)).toBe(false);
});
