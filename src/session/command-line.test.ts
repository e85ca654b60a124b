import { expect, test } from 'vitest';
import type { ShellWorld } from '../tools/shell.ts';
import { CommandLine } from './command-line.svelte.ts';
import { ConsoleLog } from './console-log.svelte.ts';

const world: ShellWorld = {
  files: { 'a.txt': new TextEncoder().encode('no line end') },
  program: undefined,
  addr2line: () => Promise.reject(new Error('not asked for')),
};

test('commands and their answers stand below what the program printed', async () => {
  const [line, log] = [new CommandLine(), new ConsoleLog()];
  log.append('stdout', new TextEncoder().encode('printed'), 3);
  await line.run('cat a.txt', world, log);
  await line.run('cat b.txt', world, log);
  expect(log.lines.map((pieces) => pieces.map(({ source, text }) => `${source}: ${text}`).join())).toEqual([
    'stdout: printed',
    'command: $ cat a.txt',
    'answer: no line end',
    'command: $ cat b.txt',
    'stderr: cat: b.txt: No such file or directory',
  ]);
});

test('earlier lines come back, and then the one that was begun', async () => {
  const [line, log] = [new CommandLine(), new ConsoleLog()];
  for (const typed of ['ls', 'help', 'help']) await line.run(typed, world, log);
  expect([line.recall(1, 'be'), line.recall(1, ''), line.recall(1, '')]).toEqual(['help', 'ls', 'ls']);
  expect([line.recall(-1, ''), line.recall(-1, ''), line.recall(-1, 'be')]).toEqual(['help', 'be', 'be']);
});
