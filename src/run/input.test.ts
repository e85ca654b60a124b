/** Interactive input by running again: what was answered before stays as it was. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compileProgram, outputOf, recordsOf, runWith, wordsOf } from './run-program.fixture.ts';
import type { RunResult } from './request.ts';

/** As students write it: what is asked is on the terminal when the answer is waited for, with fflush() and without. */
const TALK = `#include <stdio.h>
#include <stdlib.h>
int main(void) {
  char name[40];
  int age, *kept = malloc(sizeof *kept);
  printf("name? ");
  if (!fgets(name, sizeof name, stdin)) return 1;
  printf("hello %sage? ", name);
  if (scanf("%d", &age) != 1) return 2;
  *kept = age;
  printf("%d\\n", *kept + 1);
  fflush(stdout);
  int rest = 0;
  while (getchar() != EOF) rest++;
  printf("%d more\\n", rest);
  return 0;
}
`;

let wasm: Uint8Array;
beforeAll(async () => {
  wasm = await compileProgram(TALK);
});

const isPrefix = (start: Uint32Array, whole: Uint32Array): boolean =>
  start.length <= whole.length && start.every((word, i) => word === whole[i]);

describe('a program that waits for input', () => {
  it('stops where it would read, with all output so far', async () => {
    const result = await runWith(wasm, { closed: false });
    expect(result.end.kind).toBe('needs-input');
    expect(result.end.steps).toBeGreaterThan(0);
    expect(outputOf(result.survey)).toBe('name? ');
  });

  it('waits for the end of a line', async () => {
    const result = await runWith(wasm, { stdin: 'Ad', closed: false });
    expect(result.end.kind).toBe('needs-input');
    expect(outputOf(result.survey)).toBe('name? ');
  });

  it('goes on, run again with more, as if it had never stopped', async () => {
    const answers = ['', 'Ada\n', 'Ada\n36\n', 'Ada\n36\nab\n'];
    const runs: RunResult[] = [];
    for (const stdin of answers) runs.push(await runWith(wasm, { stdin, closed: false }));
    expect(runs.map(({ end }) => end.kind)).toEqual(answers.map(() => 'needs-input'));
    const atOnce = await runWith(wasm, { stdin: 'Ada\n36\nab\n' });
    expect(atOnce.end).toMatchObject({ kind: 'exit', code: 0 });
    const whole = wordsOf(atOnce.survey);
    for (const run of runs) expect(isPrefix(wordsOf(run.survey), whole)).toBe(true);
    expect(runs.map(({ survey }) => outputOf(survey))).toEqual([
      'name? ',
      'name? hello Ada\nage? ',
      'name? hello Ada\nage? 37\n',
      'name? hello Ada\nage? 37\n',
    ]);
    expect(outputOf(atOnce.survey)).toBe('name? hello Ada\nage? 37\n4 more\n');
  });

  it('is told of the end of input', async () => {
    expect((await runWith(wasm)).end).toMatchObject({ kind: 'exit', code: 1 });
    const halfway = await runWith(wasm, { stdin: 'Ada' });
    expect(halfway.end).toMatchObject({ kind: 'exit', code: 2 });
    expect(outputOf(halfway.survey)).toBe('name? hello Adaage? ');
  });

  it('has nothing said of its live blocks while it waits', async () => {
    const records = recordsOf((await runWith(wasm, { closed: false })).survey);
    expect(records.some(({ kind }) => kind === 'allocate')).toBe(true);
    expect(records.filter(({ kind }) => kind === 'finding')).toEqual([]);
    const ended = recordsOf((await runWith(wasm)).survey);
    expect(ended.filter(({ kind }) => kind === 'finding').length).toBe(1);
  });
});
