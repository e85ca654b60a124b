/** What `heapscope native` can't run or not record, and says so. */
import { chmodSync, chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMAND, heapscope, source, WORK } from './heapscope-command.ts';
import { hasCompiler, native, program, why } from './native-program.ts';
import { spawnSync } from './bounded-spawn.ts';

/** One that changes who it runs as: made here where that may be done, else one of the system's. */
function otherUsersProgram(): string | undefined {
  if (process.geteuid?.() !== 0) {
    const usual = ['/bin/su', '/usr/bin/passwd', '/usr/bin/sudo'];
    return usual.find((file) => ((statSync(file, { throwIfNoEntry: false })?.mode ?? 0) & 0o4000) !== 0);
  }
  const file = path.join(WORK, 'changes-user');
  writeFileSync(file, readFileSync('/bin/true'));
  chownSync(file, 65534, 65534);
  chmodSync(file, 0o4755);
  return './changes-user';
}

describe.skipIf(!hasCompiler)(`what can't be run natively${why}`, () => {
  const refused = (words: readonly string[]): string => {
    const { code, stdout, stderr } = native(words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  it('is told', () => {
    expect(refused(['--', './nowhere'])).toContain('./nowhere: there is no such program');
    expect(refused(['--', 'no-such-command'])).toContain('no-such-command: there is no such program');
    source('text', 'no program');
    expect(refused(['--', './text'])).toContain('./text may not be executed');
    expect(refused(['--', '/'])).toContain('/ may not be executed');
    expect(refused(['--', program('static', 'int main(void) { return 0; }', ['-static'])])).toContain('-static');
    expect(refused(['--record', 'no/such/folder/x', '--', 'true'])).toContain("can't write no/such/folder/x");
    expect(refused([])).toContain('which program?');
  });

  it('is told of other machines, and of scripts by who runs them', () => {
    const elf = readFileSync('/bin/true');
    const change = (name: string, offset: number, value: number): string => {
      const bytes = Uint8Array.from(elf);
      bytes[offset] = value;
      writeFileSync(path.join(WORK, name), bytes, { mode: 0o755 });
      return `./${name}`;
    };
    expect(refused(['--', change('arm', 18, 40)])).toContain('for another machine (ARM)');
    expect(refused(['--', change('narrow', 4, 1)])).toContain('is a 32-bit program');
    const script = (name: string, text: string): string => {
      writeFileSync(path.join(WORK, name), text, { mode: 0o755 });
      return `./${name}`;
    };
    expect(refused(['--', script('lost', '#!/no/such/interpreter\n')])).toContain(
      '/no/such/interpreter, which is not there',
    );
    expect(refused(['--', script('broken', '\x7fELF')])).toContain('is no program that this machine can run');
    expect(native(['--', script('env.sh', '#!/usr/bin/env sh\nexit 6\n')])).toMatchObject({
      ...{ code: 6, stderr: expect.stringMatching(/env went on as another program \(exec\).*--follow-exec/) },
    });
    expect(native(['--', script('plain.sh', 'echo from a script\n')]).stdout).toBe('from a script\n');
    expect(native(['--', script('said.sh', '#!/bin/sh\necho said\n')]).stdout).toBe('said\n');
    expect(JSON.parse(native(['--json', '--', './nowhere']).stdout)).toMatchObject({
      exit: null,
      diagnostics: [{ severity: 'error', message: './nowhere: there is no such program' }],
    });
  });

  const changer = otherUsersProgram();
  it.skipIf(changer === undefined)(
    `is told of programs that run as another user${changer ? '' : ' (skipped: there is none here)'}`,
    () => {
      expect(refused(['--', changer!])).toContain('runs as another user (setuid or setgid)');
    },
  );

  it('goes on when the disk is full, and says what the recording holds', () => {
    const file = program(
      'filling',
      `#include <stdio.h>
#include <stdlib.h>
int main(void) {
  srand(1);
  for (int n = 0; n < 200; n++) {
    unsigned char *bytes = malloc(65536);
    for (int i = 0; i < 65536; i++) bytes[i] = rand() >> 8;
    *(unsigned char **)bytes = bytes;
  }
  puts("done");
  return 3;
}`,
    );
    // Files may not be larger than 8 MB; who writes more is told so instead of ended.
    const limited = ['-c', 'trap "" XFSZ; ulimit -f 16384; exec "$@"', 'sh', process.execPath, COMMAND];
    const words = ['native', '--snapshot-contents', '64K', '--record', 'full.rec', '--', file];
    const { status, stdout, stderr } = spawnSync('sh', [...limited, ...words], { cwd: WORK });
    expect({ status, stdout }).toEqual({ status: 3, stdout: 'done\n' });
    expect(stderr).toMatch(/full\.rec holds only the beginning of the recording: /);
    expect(stderr).toContain('definitely lost 12.5 MiB in 200 blocks');
    const report = heapscope(['report', 'full.rec']);
    expect(report.stdout).toContain('200 allocations');
  });

  it('is told of programs with a malloc of their own', () => {
    const own = program(
      'own',
      `#include <stddef.h>
static char heap[4096]; static size_t used;
void *malloc(size_t n) { void *p = heap + used; used += (n + 15) & ~15ul; return p; }
void free(void *p) {}
int main(void) { return malloc(3) == NULL; }`,
      ['-rdynamic'],
    );
    expect(native(['--', own]).stderr).toMatch(/own has a malloc\(\) of its own/);
  });
});
