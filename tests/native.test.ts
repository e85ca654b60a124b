/** `heapscope native`: what it reports, and what is in its recordings. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonReport } from '../src/report/json-report.ts';
import { readRecording } from '../src/trace/read-recording.ts';
import { COMMAND, heapscope, WORK } from './heapscope-command.ts';
import { hasCompiler, json, KEEPS_AND_OTHERS, native, program, why } from './native-program.ts';

const DOUBLE_FREE = `
#include <stdlib.h>
#include <stdio.h>
static char *make(void) { return malloc(24); }
static void drop(char *p) { free(p); }
int main(int argc, char **argv) {
  setvbuf(stdout, NULL, _IONBF, 0);
  char *q = make();
  char *p = make();
  drop(p);
  puts("once");
  drop(p);
  free(q + 8);
  free(q + 3);
  free(&argc);
  puts("end");
  return 5;
}
`;

describe.skipIf(!hasCompiler)(`heapscope native${why}`, () => {
  it('tells of a double free with three stacks, and ends as the program does', () => {
    const file = program('twice', DOUBLE_FREE);
    const { code, report } = json(['--', file]);
    expect(code).toBe(134);
    expect(report).toMatchObject({ exit: { kind: 'killed', reason: 'SIGABRT' }, stdout: 'once\n' });
    const [finding] = report.findings;
    const places = (stack: readonly { function: string; file: string; line: number }[] = []): string[] =>
      stack.slice(0, 2).map((frame) => `${frame.function} ${frame.file}:${frame.line}`);
    expect(finding).toMatchObject({ kind: 'double-free', block: { size: 24, where: 'inside', distance: 0 } });
    expect(places(finding?.stack)).toEqual(['drop twice.c:5', 'main twice.c:12']);
    expect(places(finding?.freed?.stack)).toEqual(['drop twice.c:5', 'main twice.c:10']);
    expect(places(finding?.allocated?.stack)).toEqual(['make twice.c:4', 'main twice.c:9']);
  });

  it('goes on with --continue', () => {
    const { code, report } = json(['--continue', '--', './twice']);
    expect(code).toBe(5);
    expect(report.stdout).toBe('once\nend\n');
    expect(
      report.findings.filter(({ kind }) => kind !== 'leak').map(({ kind, block }) => [kind, block?.distance]),
    ).toEqual([
      ['double-free', 0],
      ['invalid-free', 8],
      ['invalid-free', 3],
      ['invalid-free', undefined],
    ]);
    expect(native(['--continue', '--error-exitcode', '9', '--', './twice']).code).toBe(9);
  });

  it('leaves input, output and the exit code alone', () => {
    const { code, stdout, stderr } = native(['--', 'sh', '-c', 'read a; echo "got $a"; echo oops >&2; exit 7'], {
      input: 'line\n',
    });
    expect({ code, stdout }).toEqual({ code: 7, stdout: 'got line\n' });
    expect(stderr).toMatch(/^oops\n/);
    expect(native(['--', 'sh', '-c', 'kill -TERM $$']).code).toBe(128 + 15);
  });

  it('says what to do for lines', () => {
    const file = program('plain', 'int main(void) { return malloc(7) == 0; }', []);
    expect(native(['--', file]).stderr).toMatch(/no debug information in .*plain: compile with -g to see lines/);
    expect(native(['--lang', 'zh', '--', file]).stderr).toMatch(/用 -g 编译/);
  });

  it('keeps a recording that reports the same', () => {
    const file = program('many', 'int main(void) { for (int i = 0; i < 50000; i++) free(malloc(i)); return 0; }');
    const run = native(['--record', 'many.rec', '--', file]);
    const read = readRecording(readFileSync(path.join(WORK, 'many.rec')));
    expect(read).toMatchObject({ kind: 'read', recording: { meta: { origin: 'native' } } });
    expect(read).not.toHaveProperty('damage');
    expect(run.stderr).toContain('50,000 allocations, 50,000 frees');
    expect(heapscope(['report', 'many.rec']).stdout).toBe(run.stderr);
    // Some 12 bytes an event before it is compressed, and most are alike.
    expect(statSync(path.join(WORK, 'many.rec')).size).toBeLessThan(1_000_000);
  });

  it('records only what the filter keeps', () => {
    const file = program('parts', KEEPS_AND_OTHERS);
    const totals = (...filter: string[]): unknown[] => {
      const { report } = json([...filter.flatMap((rule) => ['--filter', rule]), '--', file]);
      const { allocations } = report;
      const notes = report.diagnostics.map(({ message }) => message).filter((text) => text.includes('filter'));
      return [allocations.count, allocations.frees, report.findings.length, ...notes];
    };
    expect(totals('keep')).toEqual([2, 1, 1, 'the filter left out 2 of 4 allocations']);
    expect(totals('!keep')).toEqual([2, 2, 0, 'the filter left out 2 of 4 allocations']);
    expect(totals('file:parts.c')).toEqual([4, 3, 1]);
    expect(totals('module:parts', '!function:other')).toEqual([3, 2, 1, 'the filter left out 1 of 4 allocations']);
    expect(native(['--filter', '!', '--', file]).code).toBe(2);
  });

  it('shows the same leaks in the report of a recording as when it was made', () => {
    const file = program(
      'reachable',
      '#include <stdlib.h>\nvoid *kept; int main(void) { kept = malloc(7); return 0; }',
    );
    const run = native(['--record', 'reachable.rec', '--', file]);
    expect(run.stderr).toContain('still reachable 7 bytes in 1 block');
    const report = heapscope(['report', 'reachable.rec', '--error-exitcode', '9']);
    expect(report).toMatchObject({ code: 0, stdout: run.stderr });
    expect(heapscope(['report', 'reachable.rec', '--show-leak-kinds', 'all']).stdout).toContain('reachable.c:2');
  });

  it('leaves a recording with names when it is killed', async () => {
    const file = program(
      'endless',
      `#include <stdlib.h>
#include <unistd.h>
static void *lose(void) { return malloc(50); }
int main(void) {
  // Nobody else ends it when its launcher is killed.
  for (pid_t launcher = getppid(); getppid() == launcher; usleep(20)) { lose(); free(lose()); }
}`,
    );
    const child = spawn(process.execPath, [COMMAND, 'native', '--record', 'cut.rec', '--', file], {
      cwd: WORK,
      stdio: 'ignore',
    });
    const kept = path.join(WORK, 'cut.rec');
    const names = (): string[] => {
      const read = existsSync(kept) ? readRecording(readFileSync(kept)) : undefined;
      return read?.kind === 'read' ? (read.recording.symbols?.lines.map((line) => line.function) ?? []) : [];
    };
    await expect.poll(names, { timeout: 30_000 }).toEqual(expect.arrayContaining(['lose', 'main']));
    const size = statSync(kept).size;
    await expect.poll(() => statSync(kept).size, { timeout: 30_000 }).toBeGreaterThan(size + 20_000);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const { stdout } = heapscope(['report', 'cut.rec', '--json']);
    const { allocations } = JSON.parse(stdout) as JsonReport;
    expect(allocations.count).toBeGreaterThan(1000);
    expect(names()).toEqual(expect.arrayContaining(['lose', 'main']));
  });

  it('looks for leaks when SIGUSR1 asks it to, while the program runs', async () => {
    const file = program(
      'asked',
      `#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static char *kept;
int main(void) {
  kept = malloc(60);
  kept = malloc(70);
  fclose(fopen("asked.ready", "w"));
  for (;;) { free(malloc(10)); usleep(1000); }
}`,
    );
    const child = spawn(process.execPath, [COMMAND, 'native', '--json', '--', file], { cwd: WORK });
    let printed = '';
    child.stdout.on('data', (bytes) => (printed += String(bytes)));
    await expect.poll(() => existsSync(path.join(WORK, 'asked.ready')), { timeout: 30_000 }).toBe(true);
    for (let times = 0; times < 5; times++) {
      child.kill('SIGUSR1');
      await new Promise((go) => setTimeout(go, 200));
    }
    // No scan is made at the end of a program that a signal ends.
    child.kill('SIGTERM');
    await once(child, 'close');
    const { exit, findings } = JSON.parse(printed) as JsonReport;
    expect(exit).toMatchObject({ kind: 'killed', reason: 'SIGTERM' });
    expect(findings).toMatchObject([
      { kind: 'leak', message: expect.stringContaining('60 bytes in 1 block') as string },
    ]);
  });

  it('leaves nothing behind', () => {
    const of = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
    const before = of('/dev/shm').filter((name) => name.startsWith('heapscope-'));
    native(['--', 'true']);
    expect(of('/dev/shm').filter((name) => name.startsWith('heapscope-'))).toEqual(before);
  });
});
