/** The answers of a prediction, read from the recording: an author never writes them. */
import { usersLines } from '../replay/misuse-position.ts';
import type { Moment } from '../replay/timeline.ts';
import { ALLOCATION_BY_LIBC } from '../trace/records.ts';
import type { AllocationId } from '../util/units.ts';
import type { CellAnswer, LeakChoice } from './answer.ts';
import { arrowOf } from './arrow.ts';
import { atomsOf } from './atoms.ts';
import { findVariable } from './find-variable.ts';
import type { LessonRun } from './lesson-run.ts';
import type { Cell, Predict } from './model.ts';
import { countVisits, resolvePlace, type NotResolved, type Resolved } from './resolve.ts';

/** Why a cell has no answer. */
export type NoAnswer =
  | NotResolved
  | { readonly kind: 'no-pointer'; readonly name: string }
  | { readonly kind: 'no-value'; readonly name: string }
  | { readonly kind: 'nothing-to-choose' };

export type AnsweredCell =
  | { readonly kind: 'answered'; readonly cell: Cell; readonly answer: CellAnswer }
  | { readonly kind: 'unanswered'; readonly cell: Cell; readonly why: NoAnswer };

/** One for each cell, in order; or why the moment can't be found. Seeks in the run's window. */
export function answersOf(
  predict: Omit<Predict, 'line'>,
  run: LessonRun,
  main: string,
): Resolved<readonly AnsweredCell[]> {
  const place = resolvePlace(predict.at, run, main);
  if (place.kind === 'unresolved') return place;
  const moment = run.window?.seek(place.value);
  if (!moment) return { kind: 'unresolved', why: { kind: 'not-recorded' } };
  const value = predict.cells.map((cell): AnsweredCell => {
    const answer = answerOf(cell, moment, run, main);
    return 'why' in answer ? { kind: 'unanswered', cell, ...answer } : { kind: 'answered', cell, answer };
  });
  return { kind: 'resolved', value };
}

function answerOf(cell: Cell, moment: Moment, run: LessonRun, main: string): CellAnswer | { readonly why: NoAnswer } {
  switch (cell.kind) {
    case 'value':
    case 'points-to': {
      const { variable: name } = cell;
      const variable = findVariable(name, moment, run);
      if (!variable) return { why: { kind: 'no-variable', name } };
      if (cell.kind === 'points-to') return arrowOf(variable, moment, run) ?? { why: { kind: 'no-pointer', name } };
      const atoms = atomsOf(variable, moment, run);
      return atoms ? { kind: 'value', ...atoms } : { why: { kind: 'no-value', name } };
    }
    case 'leaks':
      return leaksOf(moment, run);
    case 'output':
      return { kind: 'output', text: outputUpTo(moment, run) };
    case 'finding-kind':
    case 'finding-line': {
      const finding = run.findings[cell.finding - 1];
      if (!finding) return { why: { kind: 'finding-not-made', finding: cell.finding, findings: run.findings.length } };
      if (cell.kind === 'finding-kind') return { kind: 'finding-kind', right: finding.kind };
      return { kind: 'finding-line', right: usersLines(finding.stack)[0]?.line ?? 0 };
    }
    case 'visits': {
      const right = countVisits(cell.of, run, main);
      return right === undefined ? { why: { kind: 'not-recorded' } } : { kind: 'visits', right };
    }
  }
}

/** The program's own blocks that live at the moment, and which of them nobody will ever free. */
function leaksOf(moment: Moment, { survey, findings }: LessonRun): CellAnswer | { readonly why: NoAnswer } {
  const { operation, stack } = survey.allocations;
  const leaked = new Set<AllocationId>(
    findings.flatMap((finding) => (finding.kind === 'leak' ? finding.blockIds : [])),
  );
  const live = moment
    .blocks()
    .filter(({ id, state }) => state === 'live' && ((operation[id] ?? 0) & ALLOCATION_BY_LIBC) === 0);
  if (live.length === 0) return { why: { kind: 'nothing-to-choose' } };
  const blocks = live
    .map(({ id, size }): LeakChoice => {
      const [place] = usersLines(survey.stackLines(stack[id] ?? 0));
      return { block: id, size, line: place?.line ?? 0 };
    })
    .sort((a, b) => a.block - b.block);
  return { kind: 'leaks', blocks, right: blocks.map(({ block }) => block).filter((id) => leaked.has(id)) };
}

/** Everything on standard output before the moment's statement; of all processes, as it came. */
function outputUpTo({ step }: Moment, { survey, steps }: LessonRun): string {
  const parts = survey.outputs.filter((one) => one.descriptor === 1 && (one.step <= step || step >= steps));
  const decoder = new TextDecoder();
  return parts.map(({ bytes }) => decoder.decode(bytes, { stream: true })).join('') + decoder.decode();
}
