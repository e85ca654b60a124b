/** An author's moments, things and questions, in the recording of a real program. */
import { beforeAll, describe, expect, test } from 'vitest';
import { answersOf } from './answers.ts';
import type { CellAnswer } from './answer.ts';
import type { LessonRun } from './lesson-run.ts';
import type { Cell, Show, ShownPlace } from './model.ts';
import { countVisits, resolvePlace, resolveShow } from './resolve.ts';
import { recordedRun } from './testing/run-program.node.ts';

const SOURCE = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct point { int x, y; };
static int total = 7;
static int add(int a, int b) {
  static int calls;
  calls++;
  return a + b;
}
int main(void) {
  int numbers[3] = {5, 3, 9};
  char letter = 'k';
  char name[8] = "Ada";
  struct point corner = {1, -2};
  double half = 0.5;
  int *inside = &numbers[1];
  const char *literal = "fixed";
  char *lost = malloc(10);
  char *kept = malloc(20);
  int unset;
  int *nothing = NULL;
  for (int i = 0; i < 3; i++) {
    total = add(total, numbers[i]);
    printf("%d\\n", total);
  }
  lost = NULL;
  strcpy(kept, "end");
  puts("done");
  free(kept);
  kept[0] = 'x';
  unset = 1;
  return unset + letter + (int)half + corner.x + *inside + (int)(literal != NULL) - (nothing == NULL) > 0 ? 0 : name[0] + (lost != NULL);
}
`;

let run: LessonRun;
beforeAll(async () => {
  run = await recordedRun(SOURCE);
});

const main = 'start.c';
const at = (place: ShownPlace): number => {
  const resolved = resolvePlace(place, run, main);
  if (resolved.kind === 'unresolved') throw new Error(JSON.stringify(resolved.why));
  return resolved.value;
};
const line = (number: number, time: number | 'last' = 1): ShownPlace => ({ kind: 'line', line: number, time });
const lineAt = (step: number): number => run.window!.statementAt(step).line;

describe('moments', () => {
  test('a line is found as often as it runs, and from the end', () => {
    const times = [1, 2, 3].map((time) => at(line(24, time)));
    expect(times.map(lineAt)).toEqual([24, 24, 24]);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(new Set(times).size).toBe(3);
    expect(at(line(24, 'last'))).toBe(times[2]);
    expect(countVisits(24, run, main)).toBe(3);
    expect(countVisits(8, run, main)).toBe(3);
    expect(countVisits(5, run, main)).toBe(0);
  });

  test('a line that runs less often, or never, is told with how often it does', () => {
    expect(resolvePlace(line(24, 4), run, main)).toEqual({
      kind: 'unresolved',
      why: { kind: 'line-not-reached', file: main, line: 24, times: 3 },
    });
    expect(resolvePlace(line(5, 'last'), run, main)).toMatchObject({ why: { kind: 'line-not-reached', times: 0 } });
    expect(resolvePlace({ kind: 'line', file: 'other.c', line: 24, time: 1 }, run, main).kind).toBe('unresolved');
  });

  test('start, end and findings: a misuse before it happens, a leak where its last pointer went', () => {
    expect(at({ kind: 'start' })).toBe(0);
    expect(at({ kind: 'end' })).toBe(run.steps);
    expect(run.findings.map(({ kind }) => kind)).toEqual(['use-after-free', 'leak']);
    expect(lineAt(at({ kind: 'finding', finding: 1 }))).toBe(31);
    expect(lineAt(at({ kind: 'finding', finding: 2 }) - 1)).toBe(27);
    expect(resolvePlace({ kind: 'finding', finding: 3 }, run, main)).toMatchObject({
      why: { kind: 'finding-not-made', findings: 2 },
    });
  });
});

describe('what is shown', () => {
  const shown = (show: Omit<Show, 'program'>, before = 0) =>
    resolveShow({ program: 'start', ...show }, run, main, before);

  test('variables have an address and a size, of locals, globals and statics in functions', () => {
    const size = (variable: string, place = line(29)) => {
      const found = shown({ at: place, variable });
      return found.kind === 'resolved' ? found.value.bytes?.size : found.why.kind;
    };
    expect(size('main.numbers')).toBe(12);
    expect(size('total')).toBe(4);
    expect(size('add.calls')).toBe(4);
    expect(size('add.a', line(8))).toBe(4);
    expect(size('add.a')).toBe('no-variable');
    expect(size('numbers')).toBe('no-variable');
  });

  test('a block is there from its allocation on', () => {
    expect(shown({ at: line(29), block: 1 })).toMatchObject({ value: { block: 1, step: at(line(29)) } });
    expect(shown({ at: line(19), block: 1 })).toEqual({
      kind: 'unresolved',
      why: { kind: 'no-block', block: 1, blocks: 2 },
    });
  });

  test('without a moment the picture stays', () => {
    const found = shown({ variable: 'main.letter', view: 'bytes' }, at(line(29)));
    expect(found).toMatchObject({ value: { view: 'bytes', bytes: { size: 1, label: 'letter' } } });
    expect(found.kind === 'resolved' && 'step' in found.value).toBe(false);
  });
});

type Asked = Cell extends infer C ? (C extends Cell ? Omit<C, 'line' | 'label'> : never) : never;

function answer(place: ShownPlace, cell: Asked): CellAnswer | string {
  const asked = { kind: 'predict' as const, id: 'x', program: 'start', content: [] };
  const answers = answersOf({ ...asked, at: place, cells: [{ ...cell, line: 1 }] }, run, main);
  if (answers.kind === 'unresolved') return answers.why.kind;
  const [first] = answers.value;
  return first!.kind === 'answered' ? first!.answer : first!.why.kind;
}

describe('answers', () => {
  test('values of every kind, as C writes them', () => {
    const text = (variable: string) => {
      const found = answer(line(29), { kind: 'value', variable });
      return typeof found === 'string' ? found : found.kind === 'value' ? found.text : found.kind;
    };
    expect(text('main.numbers')).toBe('{5, 3, 9}');
    expect(text('main.letter')).toBe("'k'");
    expect(text('main.name')).toBe('"Ada"');
    expect(text('main.corner')).toBe('{1, -2}');
    expect(text('main.half')).toBe('0.5');
    expect(text('main.literal')).toBe('"fixed"');
    expect(text('main.kept')).toBe('"end"');
    expect(text('main.nothing')).toBe('NULL');
    expect(text('main.unset')).toBe('?');
    expect(text('total')).toBe('24');
    expect(text('add.calls')).toBe('3');
    expect(text('main.missing')).toBe('no-variable');
  });

  test('answers survive JSON', () => {
    const found = answer(line(29), { kind: 'value', variable: 'main.corner' });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  test('where an arrow leads, among what there is', () => {
    const right = (variable: string, place = line(29)) => {
      const found = answer(place, { kind: 'points-to', variable });
      if (typeof found === 'string') return found;
      if (found.kind !== 'points-to') throw new Error(found.kind);
      expect(found.targets.map(({ id }) => id)).toContain(found.right);
      return found.right;
    };
    expect(right('main.inside')).toBe('variable:main.numbers');
    expect(right('main.kept')).toBe('block:2');
    expect(right('main.kept', line(31))).toBe('block:2');
    expect(right('main.lost')).toBe('null');
    expect(right('main.literal')).toBe('literal');
    expect(right('main.kept', line(13))).toBe('unwritten');
    expect(right('main.letter')).toBe('no-pointer');
    const offered = answer(line(31), { kind: 'points-to', variable: 'main.kept' });
    expect(offered).toMatchObject({
      targets: expect.arrayContaining([
        { id: 'block:2', kind: 'block', block: 2, size: 20, isFreed: true },
        { id: 'variable:total', kind: 'variable', name: 'total' },
        { id: 'variable:main.inside', kind: 'variable', name: 'inside', function: 'main' },
      ]) as unknown,
    });
  });

  test('which blocks will leak, of those that live', () => {
    expect(answer(line(29), { kind: 'leaks' })).toEqual({
      kind: 'leaks',
      right: [1],
      blocks: [
        { block: 1, size: 10, line: 19 },
        { block: 2, size: 20, line: 20 },
      ],
    });
    expect(answer(line(13), { kind: 'leaks' })).toBe('nothing-to-choose');
  });

  test('output so far and in all, findings, visits', () => {
    expect(answer(line(24, 3), { kind: 'output' })).toEqual({ kind: 'output', text: '12\n15\n' });
    expect(answer({ kind: 'end' }, { kind: 'output' })).toEqual({ kind: 'output', text: '12\n15\n24\ndone\n' });
    expect(answer(line(24), { kind: 'finding-kind', finding: 1 })).toEqual({
      kind: 'finding-kind',
      right: 'use-after-free',
    });
    expect(answer(line(24), { kind: 'finding-line', finding: 2 })).toEqual({ kind: 'finding-line', right: 19 });
    expect(answer(line(24), { kind: 'finding-line', finding: 9 })).toBe('finding-not-made');
    expect(answer(line(24), { kind: 'visits', of: 9 })).toEqual({ kind: 'visits', right: 3 });
    expect(answer(line(99), { kind: 'leaks' })).toBe('line-not-reached');
  });
});

test('a part of a variable is named as C names it', async () => {
  const parts = await recordedRun(`#include <stdlib.h>
struct node { int value; struct node *next; union { int low; char byte; }; };
static struct node first = {1, NULL, {9}};
static int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
int main(void) {
  struct node *p = malloc(sizeof *p);
  struct node **box = &p;
  *p = (struct node){2, &first, {7}};
  int a[3] = {4, 5, 6};
  int *q = a;
  return grid[1][2] - a[2] + (*box)->value - 2 + q[0] - 4;
}
`);
  const text = (variable: string): string => {
    const predict = {
      id: 'x',
      program: 'start',
      content: [],
      at: line(11),
      cells: [{ kind: 'value', line: 1, variable }],
    };
    const answers = answersOf(predict as never, parts, main);
    if (answers.kind === 'unresolved') throw new Error(answers.why.kind);
    const [answered] = answers.value;
    return answered?.kind === 'answered' && answered.answer.kind === 'value' ? answered.answer.text : 'none';
  };
  expect(['main.a[2]', 'main.q[1]', '*main.q', 'grid[1][2]', 'first.value', 'main.p->value'].map(text)).toEqual([
    '6',
    '5',
    '4',
    '6',
    '1',
    '2',
  ]);
  expect(
    ['main.p->next->value', 'main.p->low', 'first.low', '**main.q', 'main.a[3]', 'main.p->next->next->value'].map(text),
  ).toEqual(['1', '7', '9', 'none', 'none', 'none']);
  const shown = resolveShow({ program: 'start', at: line(11), variable: '*main.box' }, parts, main, 0);
  expect(shown).toMatchObject({ kind: 'resolved', value: { bytes: { size: 4, label: '*box' } } });
});
