/** `heapscope grade` on a class in which much is wrong. */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Grade } from '../src/cli/grade-result.ts';
import { heapscope, source, WORK, type Outcome } from './heapscope-command.ts';

const HEAD = ['stdio', 'stdlib', 'string', 'unistd'].map((name) => `#include <${name}.h>\n`).join('');
const program = (body: string): string => `${HEAD}int main(void) {\n  ${body}\n}\n`;
/** Each line is the one after it eight times: 67 million elements, which no machine compiles within the limit. */
const MACROS = [...'ABCDEFGH'].map((name, i) => `#define ${name} ${Array(8).fill('BCDEFGHI'[i]).join()}\n`).join('');

/** Where a slow machine decides, there are several. */
type Statuses = Grade['status'] | 'failed or timeout';
type Expected = readonly [status: Statuses, passed: number, message: RegExp];
const STOPPED = /was stopped: it ran for more than 300,000 statements/;
const NO_OUTPUT = /line 1 of the output is missing/;

/** By the folder: main.c, and its grade; of two checks. */
const CLASS: Readonly<Record<string, readonly [text: string | Buffer, ...Expected]>> = {
  // First, as the others are judged while it takes its time.
  'macro-bomb': [
    `${MACROS}int a[] = {A, A, A, A};\nint main(void) { return 0; }\n`,
    'timeout',
    0,
    /stopped after 20 sec/,
  ],
  abort: [program('abort();'), 'failed', 1, NO_OUTPUT],
  'all-memory': [program('for (;;) { char *p = malloc(1 << 20); if (p) *p = 1; }'), 'failed', 0, /was stopped|memory/],
  binary: [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff, 0xfe]), 'not-compiled', 0, /^main\.c:1: /],
  'compile-error': ['int main(void) { return x; }\n', 'not-compiled', 0, /^main\.c:1: .*undeclared/],
  crash: [program('int *p = NULL; *p = 1;'), 'failed', 0, /write of 4 bytes through a null pointer/],
  deadlock: [
    program('int p[2]; char c; pipe(p); read(p[0], &c, 1);'),
    'failed',
    0,
    /all processes wait for each other/,
  ],
  empty: ['', 'not-compiled', 0, /is empty/],
  endless: [program('volatile int i = 0; for (;;) i++;'), 'failed', 0, STOPPED],
  'fork-bomb': [program('for (;;) fork();'), 'failed or timeout', 0, /stopped/],
  'frees-twice': [program('char *p = malloc(1); free(p); free(p); puts("hi");'), 'failed', 1, /free/],
  'huge-output': [program(`for (;;) puts("${'x'.repeat(200)}");`), 'failed', 0, /was stopped/],
  'include-loop': ['#include "main.c"\nint main(void) { return 0; }\n', 'not-compiled', 0, /nested too deeply/],
  latin1: [Buffer.from(`// Gr\xfc\xdfe\n${program('puts("hi");')}`, 'latin1'), 'passed', 2, /^$/],
  leaky: [program('puts("hi"); return malloc(5) == NULL;'), 'failed', 1, /5 bytes in 1 block are definitely lost/],
  'malloc-loop': [program('for (;;) free(malloc(1));'), 'failed', 0, STOPPED],
  'missing-header': ['#include "nowhere.h"\nint main(void) { return 0; }\n', 'not-compiled', 0, /nowhere\.h/],
  'no-main': ['int f(void) { return 0; }\n', 'not-compiled', 0, /no `main`/],
  recursion: ['int f(int n) { return f(n + 1) + 1; }\nint main(void) { return f(0); }\n', 'failed', 0, /stack|stopped/],
  sleeper: [program('sleep(100000); puts("hi");'), 'passed', 2, /^$/],
  'undefined-function': ['void f(void);\nint main(void) { f(); return 0; }\n', 'not-compiled', 0, /defined nowhere/],
  'waits-for-input': [program('printf("%d\\n", getchar());'), 'failed', 1, /is "-1", not "hi"/],
  'wrong-output': [program('puts("ho");'), 'failed', 1, /is "ho", not "hi"/],
  ...Object.fromEntries(
    [1, 2, 3].map((n) => [
      `right-${n}`,
      [program(`char *p = malloc(${n}); free(p); puts("hi");`), 'passed', 2, /^$/] as const,
    ]),
  ),
};
/** Without a main.c that can be read. */
const OTHERS: Readonly<Record<string, Expected>> = {
  'a-folder': ['unreadable', 0, /no C file/],
  'a-link': ['unreadable', 0, /no C file/],
  nobody: ['unreadable', 0, /no such file/],
  nothing: ['unreadable', 0, /no C file/],
};
const EXPECTED: Readonly<Record<string, Expected>> = {
  ...Object.fromEntries(Object.entries(CLASS).map(([name, [, ...expected]]) => [name, expected])),
  ...OTHERS,
};
const ALL = Object.keys(EXPECTED);
const LIMITS = ['--max-steps', '300000', '--timeout', '20', '--memory', '64'];

const checks = source('checks.yaml', 'checks:\n  - no-findings\n  - output: "hi\\n"\n');
const grade = (...words: string[]): Outcome => heapscope(['grade', '--checks', checks, ...LIMITS, ...words]);

beforeAll(() => {
  for (const [name, [text]] of Object.entries(CLASS)) source(`${name}/main.c`, text);
  mkdirSync(path.join(WORK, 'nothing'));
  mkdirSync(path.join(WORK, 'a-folder/main.c'), { recursive: true });
  // To somebody else's solution.
  mkdirSync(path.join(WORK, 'a-link'));
  symlinkSync('../right-1/main.c', path.join(WORK, 'a-link/main.c'));
});

test('thirty submissions: each gets its grade, in their order, whatever the others do', () => {
  expect(ALL).toHaveLength(30);
  const { code, stdout } = grade(...ALL, '--jobs', '4');
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  const grades = lines.map((line) => JSON.parse(line) as Grade);
  expect(grades.map(({ submission }) => submission)).toEqual(ALL);
  for (const { submission, status, passed, total, message, checks: results } of grades) {
    const [expectedStatus, expectedPassed, expectedMessage] = EXPECTED[submission]!;
    expect(expectedStatus.split(' or '), submission).toContain(status);
    expect([passed, total], submission).toEqual([expectedPassed, 2]);
    expect(message ?? results.map((result) => result.message ?? '').join(''), submission).toMatch(expectedMessage);
  }
});

test('the parts of a class that was split make the same lines', () => {
  const withoutTime = (text: string): string[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/"seconds":[\d.e-]+/, ''));
  const some = ['right-1', 'compile-error', 'leaky', 'nobody'];
  const together = withoutTime(grade(...some, '--jobs', '2').stdout);
  const apart = [some.slice(0, 2), some.slice(2)].flatMap((part) => withoutTime(grade(...part, '--jobs', '1').stdout));
  expect(apart).toEqual(together);
});

test('the same as a table and as a test report', () => {
  const some = ['right-1', 'compile-error', 'crash', 'leaky', 'nobody', 'nothing'];
  const rows = grade('--format', 'csv', ...some)
    .stdout.trimEnd()
    .split('\r\n');
  expect(rows.slice(1).map((row) => row.split(',').slice(0, 4).join())).toEqual([
    ...['right-1,passed,2,2', 'compile-error,not-compiled,0,2', 'crash,failed,0,2', 'leaky,failed,1,2'],
    ...['nobody,unreadable,0,2', 'nothing,unreadable,0,2'],
  ]);
  const report = grade('--format', 'junit', ...some).stdout;
  const suites = [...report.matchAll(/<testsuite name="([^"]+)" tests="(\d)" failures="(\d)" errors="(\d)"/g)];
  expect(suites.map(([, ...parts]) => parts.join(' '))).toEqual([
    ...['right-1 2 0 0', 'compile-error 1 0 1', 'crash 2 2 0', 'leaky 2 1 0', 'nobody 1 0 1', 'nothing 1 0 1'],
  ]);
  expect([...report.matchAll(/<(failure|error)\b/g)]).toHaveLength(6);
});
