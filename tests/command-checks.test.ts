/** The command's options about what is checked, what is reported, and what decides the exit code. */
import { describe, expect, it } from 'vitest';
import { heapscope, json, source } from './heapscope-command.ts';

const PROGRAM = source(
  'several.c',
  `#include <stdlib.h>
#include <stdio.h>
#include <string.h>
static char *kept;
static void noisy(void) {
  char *p = malloc(3);
  p[3] = 1;
  free(p);
}
static char *copy(const char *text) {
  char *c = strdup(text);
  c[0] = 'A';
  return c;
}
int main(void) {
  noisy();
  puts("before");
  char *q = malloc(5);
  q[5] = 2;
  free(q);
  puts("after");
  kept = copy("kept");
  char *lost = malloc(100);
  lost = 0;
  return lost != 0;
}
`,
);
const run = (...words: string[]) => json([PROGRAM, '-w', ...words]);
const kinds = ({ report }: ReturnType<typeof run>): string[] =>
  report.findings.map((finding) => {
    const own = finding.stack.find((frame) => frame.libc !== true);
    return `${finding.leak ?? finding.kind} ${own?.function}:${own?.line}`;
  });

const OVERFLOWS = ['heap-buffer-overflow noisy:7', 'heap-buffer-overflow main:19'];
const LEAKS = ['definitely-lost main:23', 'still-reachable copy:11'];

describe('which findings are shown', () => {
  it('is all of them, with the sums of leaks', () => {
    const all = run();
    expect(kinds(all)).toEqual([...OVERFLOWS, ...LEAKS]);
    expect(all.report).toMatchObject({
      suppressed: 0,
      leaks: { 'definitely-lost': { bytes: 100, blocks: 1 }, 'still-reachable': { bytes: 5, blocks: 1 } },
    });
    expect(heapscope(['run', PROGRAM, '-w']).stderr).toContain(
      'heapscope: leaks: definitely lost 100 bytes in 1 block, still reachable 5 bytes in 1 block\n',
    );
  });

  it('follows rules, on the command line or in a file', () => {
    const some = run('--suppress', 'heap-buffer-overflow:noisy', '--suppress', 'leak:copy:several.c');
    expect(kinds(some)).toEqual([OVERFLOWS[1], LEAKS[0]]);
    expect(some.report.suppressed).toBe(2);
    source('rules.txt', '# known\n*:noisy\nstill-reachable\n');
    const { stderr } = heapscope(['run', PROGRAM, '-w', '--suppress', 'rules.txt']);
    expect(stderr).toContain('heapscope: 2 findings, 2 suppressed, 100 bytes in 1 block not freed');
  });

  it('and which decide the exit code follows memcheck’s options about leaks', () => {
    const quiet = ['--suppress', 'heap-buffer-overflow', '--error-exitcode', '9'];
    expect(run(...quiet).code).toBe(9);
    const none = run(...quiet, '--leak-check=no');
    expect([none.code, kinds(none), none.report.leaks['definitely-lost'].blocks]).toEqual([0, [], 0]);
    const summary = run(...quiet, '--leak-check=summary');
    expect([summary.code, kinds(summary), summary.report.leaks['definitely-lost'].blocks]).toEqual([0, [], 1]);
    const reachable = run(...quiet, '--show-leak-kinds=reachable', '--errors-for-leak-kinds=possible,indirect');
    expect([reachable.code, kinds(reachable)]).toEqual([0, [LEAKS[1]]]);
    expect(run(...quiet, '--show-leak-kinds=none', '--errors-for-leak-kinds=definite').code).toBe(9);
  });
});

describe('--stop-at-first', () => {
  it('ends the program there', () => {
    const { code, stdout, stderr } = heapscope(['run', PROGRAM, '-w', '--stop-at-first']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('heapscope: the program was stopped at its first finding\n');
    expect(run('--exit-on-first-error=yes', '--error-exitcode', '7')).toMatchObject({
      code: 7,
      report: { exit: { kind: 'killed', reason: 'first-finding' } },
    });
  });

  it('goes past what nobody wants to know', () => {
    const past = run('--stop-at-first', '--suppress', '*:noisy');
    expect([kinds(past), past.report.stdout, past.report.suppressed]).toEqual([[OVERFLOWS[1]], 'before\n', 1]);
    expect(run('--stop-at-first', '--suppress', '*').report).toMatchObject({ stdout: 'before\nafter\n' });
  });
});

describe('--fail-malloc', () => {
  it('names the allocation that failed', () => {
    const { report } = run('--fail-malloc', '3');
    expect(report.failures).toMatchObject([{ number: 3, size: 5 }]);
    expect(report.findings.at(-1)).toMatchObject({ kind: 'null-dereference' });
    const { stderr } = heapscope(['run', PROGRAM, '-w', '--fail-malloc', '3']);
    expect(stderr).toContain('allocation 3, of 5 bytes in copy() at several.c:11:13, was made to fail');
  });

  it('tries every one in turn, and tells what comes of it', () => {
    const { report } = run('--fail-malloc', 'every');
    expect(report.stdout).toBe('before\nafter\n');
    expect(report.failures?.map(({ number, size, exit }) => [number, size, exit?.kind])).toEqual([
      [1, 3, 'trap'],
      [2, 5, 'trap'],
      [3, 5, 'trap'],
      [4, 100, 'exit'],
    ]);
    const failing = report.findings.filter((finding) => finding.failedAllocations);
    expect(failing.map(({ kind, failedAllocations }) => [kind, failedAllocations])).toEqual([
      ['null-dereference', [1]],
      ['null-dereference', [2]],
      ['null-dereference', [3]],
    ]);
  });
});

describe('options that make no sense', () => {
  it.each([
    ['--redzone', '8'],
    ['--redzone', '5000'],
    ['--quarantine', '2T'],
    ['--fail-malloc', '0'],
    ['--fail-malloc', 'random:x'],
    ['--suppress', 'nothing-like-it'],
    ['--leak-check', 'maybe'],
    ['--show-leak-kinds', 'some'],
  ])('%s %s', (option, value) => {
    const { code, stderr } = heapscope(['run', PROGRAM, option, value]);
    expect(code).toBe(2);
    expect(stderr).toMatch(new RegExp(`^error: option '${option} .*invalid`));
  });
});
