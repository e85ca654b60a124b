/** `heapscope lesson` and `heapscope grade`, as a person types them. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Grade } from '../src/cli/grade-result.ts';
import { lessonFolders } from '../src/cli/lesson-folder.ts';
import { heapscope, ROOT, source, WORK } from './heapscope-command.ts';

/** The lessons of this project. */
test('all lessons hold', () => {
  const lessons = lessonFolders(path.join(ROOT, 'lessons'));
  if (lessons.length === 0) return;
  const { code, stdout, stderr } = heapscope(['lesson', 'check', 'lessons'], { cwd: ROOT });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  expect(lines.filter((line) => !line.endsWith('all that is shown is there'))).toEqual([]);
  expect(lines).toHaveLength(lessons.length);
  expect(code).toBe(0);
}, 600_000);

describe('a new lesson', () => {
  const inLesson = (name: string): string => path.join(WORK, 'new', name);
  const change = (file: string, from: string, to: string): void => {
    const text = readFileSync(inLesson(file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(inLesson(file), text.replace(from, to));
  };

  test('holds as it is made, and is not made twice', () => {
    expect(heapscope(['lesson', 'new', 'new']).code).toBe(0);
    expect(readdirSync(path.join(WORK, 'new')).sort()).toEqual([
      ...['lesson.en.md', 'lesson.yaml', 'lesson.zh.md', 'solution.c', 'start.c'],
    ]);
    const { code, stdout } = heapscope(['lesson', 'check', 'new']);
    expect([code, stdout]).toEqual([0, 'new: the start fails, the solution passes, all that is shown is there\n']);
    const again = heapscope(['lesson', 'new', 'new']);
    expect([again.code, again.stderr]).toEqual([2, 'heapscope: new is already there\n']);
    expect(heapscope(['lesson', 'new', '../up']).code).toBe(2);
  });

  test('is told by file and line when it does not hold', () => {
    for (const file of ['lesson.en.md', 'lesson.zh.md']) {
      change(file, '{line=6 variable=main.numbers', '{line=66 variable=main.numbers');
      change(file, '? visits 8', '? value main.missing');
      change(file, ':::hint\n', ':::hint\n[here](#nowhere) ');
    }
    change('solution.c', '  free(numbers);\n', '');
    const { code, stdout } = heapscope(['lesson', 'check', 'new']);
    expect(code).toBe(1);
    expect(stdout.split('\n').slice(0, -1)).toEqual([
      'new/lesson.en.md:35: there is no lesson nowhere to link to',
      'new/lesson.zh.md:35: there is no lesson nowhere to link to',
      'new/lesson.en.md:10: show: line 66 of start.c never runs',
      'new/lesson.en.md:17: value: there is no variable main.missing at that moment',
      expect.stringMatching(
        /^new\/lesson\.yaml:1: solution: the solution fails "nothing is found.*": 12 bytes in 1 block are definitely lost.* \(solution\.c:\d+\)$/,
      ),
    ]);
  });

  test('has a start that fails', () => {
    change('solution.c', '  return 0;\n}', '  free(numbers);\n  return 0;\n}');
    change('start.c', '  return 0;\n}', '  free(numbers);\n  return 0;\n}');
    expect(heapscope(['lesson', 'check', 'new', '--lang', 'zh']).stdout).toContain(
      'new/lesson.yaml:1: programs.start：起始程序已经通过全部检查',
    );
  });

  test('with broken files is refused with the field', () => {
    change('lesson.zh.md', 'title: ', 'titel: ');
    const { code, stdout } = heapscope(['lesson', 'check', 'new']);
    expect(code).toBe(1);
    expect(stdout).toBe(
      'new/lesson.zh.md:2: title: this field is missing\n' +
        'new/lesson.zh.md:2: titel: there is no such field; there are about\n',
    );
    expect(heapscope(['lesson', 'check', 'nowhere']).code).toBe(2);
  });
});

describe('grade', () => {
  const checks = source('checks.yaml', 'checks:\n  - no-findings\n  - output: "hi\\n"\n');
  const submit = (name: string, text: string): string => {
    mkdirSync(path.join(WORK, 'class', name), { recursive: true });
    source(`class/${name}/main.c`, text);
    return `class/${name}`;
  };
  const HEAD = '#include <stdio.h>\n#include <stdlib.h>\n';
  const good = submit('good', `${HEAD}int main(void) { puts("hi"); return 0; }\n`);
  const leaky = submit('leaky', `${HEAD}int main(void) {\n  puts("hi");\n  return malloc(5) == NULL;\n}\n`);
  const broken = submit('broken', 'int main(void) { return x; }\n');
  const endless = submit('endless', `${HEAD}int main(void) { volatile int i = 0; for (;;) i++; }\n`);
  const stuck = submit('stuck', `${HEAD}int main(void) { getchar(); for (;;) puts("x"); }\n`);
  const noisy = submit('=cmd', `${HEAD}int main(void) { puts("<\\"&\\x01,"); return 0; }\n`);

  const graded = (...words: string[]): { code: number | null; grades: Grade[] } => {
    const { code, stdout } = heapscope(['grade', '--checks', checks, ...words]);
    return {
      code,
      grades: stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Grade),
    };
  };

  test('one bad submission does not stop the others, and the order is theirs', () => {
    const all = [good, broken, endless, leaky, 'class/nobody', stuck, `${good}/main.c`];
    const { code, grades } = graded(...all, '--jobs', '2', '--max-steps', '1000000');
    expect(code).toBe(0);
    expect(grades.map(({ submission, status, passed, total }) => [submission, status, `${passed}/${total}`])).toEqual([
      [good, 'passed', '2/2'],
      [broken, 'not-compiled', '0/2'],
      [endless, 'failed', '0/2'],
      [leaky, 'failed', '1/2'],
      ['class/nobody', 'unreadable', '0/2'],
      [stuck, 'failed', '0/2'],
      [`${good}/main.c`, 'passed', '2/2'],
    ]);
    expect(grades[1]!.message).toMatch(/^main\.c:1: .*undeclared/);
    expect(grades[2]!.checks[0]!.message).toContain('more than 1,000,000 statements');
    expect(grades[3]!.checks[0]).toMatchObject({ check: 'no-findings', passed: false, file: 'main.c', line: 5 });
  });

  test('what takes too long is stopped, and the next one is judged by a new thread', () => {
    const { grades } = graded(endless, good, '--jobs', '1', '--timeout', '20', '--max-steps', '9000000000');
    expect(grades.map(({ status }) => status)).toEqual([expect.stringMatching(/^(timeout|failed)$/), 'passed']);
    expect(grades[0]!.seconds).toBeLessThan(30);
  });

  test('a table, in which nothing is a formula', () => {
    const { stdout } = heapscope(['grade', '--checks', checks, '--format', 'csv', good, leaky, noisy]);
    const [head, ...lines] = stdout.trimEnd().split('\r\n');
    expect(head).toBe('submission,status,passed,total,seconds,message,file,line');
    expect(lines[0]).toMatch(/^class\/good,passed,2,2,\d+\.\d\d,,,$/);
    expect(lines[1]).toMatch(/^class\/leaky,failed,1,2,\d+\.\d\d,5 bytes in 1 block.*,main\.c,5$/);
    expect(lines).toHaveLength(3);
  });

  test('JUnit', () => {
    const { stdout } = heapscope(['grade', '--checks', checks, '--format', 'junit', broken, noisy]);
    expect(stdout).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="heapscope grade">\n/);
    expect(stdout).toMatch(/<testsuite name="class\/broken" tests="1" failures="0" errors="1" time="[\d.]+">/);
    expect(stdout).toMatch(/<testsuite name="class\/=cmd" tests="2" failures="1" errors="0"/);
    expect(stdout).toContain('&lt;\\&quot;&amp;');
    expect(stdout).not.toContain('\u0001');
    expect(stdout.trimEnd().endsWith('</testsuites>')).toBe(true);
  });

  test('checks that are none are refused', () => {
    const wrong = source('wrong.yaml', 'checks:\n  - no-leaks\n');
    const { code, stderr } = heapscope(['grade', '--checks', wrong, good]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^wrong\.yaml:2: checks\[0\]: there is no check "no-leaks"; there are no-findings/);
    expect(heapscope(['grade', '--checks', 'nowhere.yaml', good]).code).toBe(2);
    expect(heapscope(['grade', good]).code).toBe(2);
  });
});
