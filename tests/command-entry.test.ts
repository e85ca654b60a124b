/** How the command starts: from a link, from any folder, with a bundle that is out of date. What it prints is src/cli's. */
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
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
