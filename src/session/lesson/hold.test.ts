import { expect, test } from 'vitest';
import type { ResolvedShow } from '../../lesson/resolve.ts';
import type { Block } from '../../lesson/model.ts';
import type { BuiltLesson } from './built-lesson.ts';
import { holdOf } from './hold.ts';

const show = (program: string): Block => ({ kind: 'show', line: 1, show: { program } });
const predict = (id: string, program: string): Block => ({
  kind: 'predict',
  line: 1,
  id,
  program,
  at: { kind: 'end' },
  content: [],
  cells: [],
});

function lesson(...parts: readonly (readonly [Block, number | null])[]): BuiltLesson {
  return {
    name: '01-a',
    settings: { minutes: 10, programs: {}, solution: [], checks: [] },
    language: 'en',
    text: { title: '', about: '', blocks: parts.map(([block]) => block) },
    files: {},
    shows: parts.map(([block, step]): ResolvedShow | null => {
      const asked = block.kind === 'show' ? block.show : block.kind === 'predict' ? block : undefined;
      return asked ? { program: asked.program, ...(step !== null && { step }) } : null;
    }),
    answers: {},
  };
}

const built = lesson(
  [show('start'), 4],
  [predict('first', 'start'), 10],
  [show('start'), 10],
  [show('other'), 7],
  [predict('second', 'start'), 30],
  [predict('again', 'other'), 5],
);

test('a run is kept back behind what was shown before the first open question', () => {
  const done = new Set<string>();
  const hold = (program: string) => holdOf(built, program, (id) => done.has(id));
  expect(hold('start')).toEqual({ predict: 'first', limit: 4 });
  done.add('first');
  expect(hold('start')).toEqual({ predict: 'second', limit: 10 });
  done.add('second');
  expect(hold('start')).toBeUndefined();
});

test('never at the moment that is asked about, even where it was shown before', () => {
  expect(holdOf(built, 'other', () => false)).toEqual({ predict: 'again', limit: 4 });
});

test('a question before anything was shown keeps everything back', () => {
  expect(holdOf(lesson([predict('x', 'start'), 3]), 'start', () => false)).toEqual({ predict: 'x', limit: 0 });
});
