import { describe, expect, it } from 'vitest';
import { runShellCommand, type ShellWorld } from './shell.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const asked: string[][] = [];
const world: ShellWorld = {
  files: { 'mem/0x10.mem': bytes('size 30\n'), 'mem/0x200.mem': bytes('size 40000\n'), 'notes.txt': bytes('a\nb') },
  program: { name: 'prog', wasm: new Uint8Array(8) },
  addr2line(args, files) {
    asked.push([...args, '|', ...Object.keys(files)]);
    return Promise.resolve({ stdout: 'main\nleak.c:20\n', stderr: '', code: 0 });
  },
};
const run = (line: string) => runShellCommand(line, world);

describe('the command line', () => {
  it.each([
    ['ls', 'mem\nnotes.txt\n'],
    ['ls mem', '0x10.mem\n0x200.mem\n'],
    ['ls ./mem/', '0x10.mem\n0x200.mem\n'],
    ['ls -l mem', '-rw-r--r--  8 0x10.mem\n-rw-r--r-- 11 0x200.mem\n'],
    ['ls -l', 'drwxr-xr-x 0 mem\n-rw-r--r-- 3 notes.txt\n'],
    ['cat /mem/../notes.txt "mem/0x10.mem"', 'a\nbsize 30\n'],
    ['echo "a  b" c', 'a  b c\n'],
    ['  ', ''],
  ])('%s', async (line, stdout) => {
    expect(await run(line)).toEqual({ stdout, stderr: '', exit: 0 });
  });

  it.each([
    ['ls nowhere', "ls: cannot access 'nowhere': No such file or directory\n", 2],
    ['cat nowhere', 'cat: nowhere: No such file or directory\n', 1],
    ['cat mem', 'cat: mem: Is a directory\n', 1],
    ['constructor', 'constructor: command not found (try: help)\n', 127],
    ['cat __proto__', 'cat: __proto__: No such file or directory\n', 1],
  ])('%s fails as on Linux', async (line, stderr, exit) => {
    expect(await run(line)).toEqual({ stdout: '', stderr, exit });
  });

  it('gives the program to addr2line, by its name or by none', async () => {
    asked.length = 0;
    expect((await run('addr2line -f -e ./prog -a 0x1f')).stdout).toBe('main\nleak.c:20\n');
    await run('addr2line -a 0x1f');
    expect(asked.map((each) => each.slice(0, each.indexOf('|')).join(' '))).toEqual([
      '-f -e prog -a 0x1f',
      '-e prog -a 0x1f',
    ]);
    expect(asked[0]).toContain('prog');
  });

  it('names its commands', async () => {
    expect((await run('help')).stdout).toMatch(/^ls .*\ncat .*\naddr2line /);
  });
});
