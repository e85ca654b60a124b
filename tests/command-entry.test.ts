/** How the command starts: from a link, from any folder, with a bundle that is out of date. What it prints is src/cli's. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bundleForPackage } from '../scripts/bundle.mjs';
import { root } from '../scripts/setup.mjs';
import { spawnSync } from './bounded-spawn.ts';

const leak = path.join(root, 'examples', 'leak.c');

function run(command: string, args: readonly string[], cwd: string) {
  return spawnSync(command, args, { cwd, input: '' });
}

test('npx finds the command in the clone without asking a registry', () => {
  const { stdout, stderr, status } = run('npx', ['--no-install', 'heapscope', 'run', 'examples/leak.c'], root);
  expect(stdout).toBe('first message\nthe second message\nHello, Ada!\n');
  expect(stderr).toContain('examples/leak.c:20:18');
  expect(stderr).toContain('30 bytes in 1 block');
  expect(status).toBe(0);
});

test('the link works from any folder', () => {
  const link = path.join(root, 'node_modules', '.bin', 'heapscope');
  const { stdout, stderr, status } = run(link, ['run', leak, '--error-exitcode', '9'], tmpdir());
  expect(stdout).toContain('Hello, Ada!');
  expect(stderr).toContain('leak');
  expect(status).toBe(9);
});

test('making the bundle anew says nothing on stdout', () => {
  rmSync(path.join(root, 'build', 'cli', '.stamp'));
  const { stdout, status } = run(
    process.execPath,
    [path.join(root, 'bin', 'heapscope.js'), 'run', leak, '--json'],
    root,
  );
  const result = JSON.parse(stdout) as { version: number; findings: { kind: string; bytes: number }[] };
  expect(result.findings).toMatchObject([{ kind: 'leak', bytes: 30 }]);
  expect(status).toBe(0);
});

test('the package brings the command, which needs nothing of the clone', async () => {
  // A space, because an installed package may lie anywhere.
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope package-'));
  try {
    const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { files: string[] };
    for (const name of files.filter((one) => !one.startsWith('!') && one !== 'dist'))
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
    cpSync(path.join(root, 'package.json'), path.join(folder, 'package.json'));
    mkdirSync(path.join(folder, 'dist'));
    symlinkSync(path.join(root, 'build', 'toolchain'), path.join(folder, 'dist', 'toolchain'));
    await bundleForPackage(path.join(folder, 'dist', 'cli'));

    const command = path.join(folder, 'bin', 'heapscope.js');
    // One that forks needs more than the rest does.
    const words = ['run', path.join('examples', 'mmap-letters.c')];
    const { stdout, stderr, status } = run(process.execPath, [command, ...words], folder);
    expect(stderr).toContain('nothing found');
    expect(stdout).toContain('abcdefghijklmnopqrstuvwxyz\n');
    expect(status).toBe(0);

    // What the library for native programs is built from is there as well.
    const sources = path.join(folder, 'native', 'src');
    const included = readdirSync(sources).flatMap((file) =>
      [...readFileSync(path.join(sources, file), 'utf8').matchAll(/^#include "(\..*)"$/gm)].map((match) => match[1]!),
    );
    expect(included.length).toBeGreaterThan(0);
    expect(included.filter((file) => !existsSync(path.join(sources, file)))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
