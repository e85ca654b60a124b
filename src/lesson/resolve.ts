/** An author's moments and things -> steps and bytes of a recorded run. */
import { misusePosition } from '../replay/misuse-position.ts';
import type { Finding } from '../replay/findings.ts';
import type { Moment } from '../replay/timeline.ts';
import type { Address, AllocationId, ByteCount, StepIndex } from '../util/units.ts';
import { findVariable } from './find-variable.ts';
import type { LessonRun } from './lesson-run.ts';
import type { Show, ShownPlace, ShownView } from './model.ts';

/** Why a moment or a thing can't be shown. */
export type NotResolved =
  /** The line never runs, or not so often: `times` is how often it does. */
  | { readonly kind: 'line-not-reached'; readonly file: string; readonly line: number; readonly times: number }
  | { readonly kind: 'finding-not-made'; readonly finding: number; readonly findings: number }
  | { readonly kind: 'not-recorded' }
  | { readonly kind: 'no-variable'; readonly name: string }
  /** It isn't there at that moment: not yet, or not any more. */
  | { readonly kind: 'no-block'; readonly block: number; readonly blocks: number };

export type Resolved<T> =
  { readonly kind: 'resolved'; readonly value: T } | { readonly kind: 'unresolved'; readonly why: NotResolved };

export interface ResolvedShow {
  readonly program: string;
  /** Absent: the picture stays where it is. */
  readonly step?: StepIndex;
  readonly view?: ShownView;
  /** Position in the run's findings, where the moment is a finding's. */
  readonly finding?: number;
  /** What is to be marked; `label` is what the picture calls it. */
  readonly bytes?: { readonly address: Address; readonly size: ByteCount; readonly label: string };
  readonly block?: AllocationId;
}

const resolved = <T>(value: T): Resolved<T> => ({ kind: 'resolved', value });
const unresolved = (why: NotResolved): Resolved<never> => ({ kind: 'unresolved', why });

/** The step of a moment. `main`: the file that lines without a file are of. */
export function resolvePlace(at: ShownPlace, run: LessonRun, main: string): Resolved<StepIndex> {
  switch (at.kind) {
    case 'start':
      return resolved(0);
    case 'end':
      return resolved(run.steps);
    case 'finding': {
      const finding = run.findings[at.finding - 1];
      if (finding) return resolved(findingPosition(finding, run));
      return unresolved({ kind: 'finding-not-made', finding: at.finding, findings: run.findings.length });
    }
    case 'line':
      return resolveLine(at, run, at.file ?? main);
  }
}

function resolveLine(
  { line, time }: Extract<ShownPlace, { kind: 'line' }>,
  { window }: LessonRun,
  file: string,
): Resolved<StepIndex> {
  if (!window) return unresolved({ kind: 'not-recorded' });
  const wanted = { kind: 'line', at: [{ file, line }] } as const;
  let times = 0;
  let step: StepIndex | undefined;
  if (time === 'last') step = window.find(window.end, -1, wanted);
  else
    for (let from = window.first - 1; times < time; times++) {
      step = window.find(from, 1, wanted);
      if (step === undefined) break;
      from = step;
    }
  return step === undefined ? unresolved({ kind: 'line-not-reached', file, line, times }) : resolved(step);
}

/** How often a line is about to run, in the whole run. */
export function countVisits(line: number, { window }: LessonRun, file: string): number | undefined {
  if (!window) return undefined;
  let times = 0;
  for (let from: StepIndex = window.first - 1; ; times++) {
    const step = window.find(from, 1, { kind: 'line', at: [{ file, line }] });
    if (step === undefined) return times;
    from = step;
  }
}

/** Where to look at a finding: a misuse's own moment; for a leak, that at which the last pointer was lost. */
export function findingPosition(finding: Finding, { window, steps, lost }: LessonRun): StepIndex {
  if (finding.kind !== 'leak') return misusePosition(finding, window, steps);
  return Math.min((lost.get(finding) ?? finding.allocated).step, steps);
}

/**
 * All that a directive shows. `before`: where the picture is, for one that names no moment. Seeks in the run's window: what
 * was read of it before is no longer valid.
 */
export function resolveShow(show: Show, run: LessonRun, main: string, before: StepIndex): Resolved<ResolvedShow> {
  const { program, at, view, variable, block } = show;
  const place = at && resolvePlace(at, run, main);
  if (place?.kind === 'unresolved') return place;
  const step = place?.value;
  const shown: ResolvedShow = {
    program,
    ...(step !== undefined && { step }),
    ...(view && { view }),
    ...(at?.kind === 'finding' && { finding: at.finding - 1 }),
  };
  if (variable === undefined && block === undefined) return resolved(shown);
  const moment = run.window?.seek(step ?? before);
  if (!moment) return unresolved({ kind: 'not-recorded' });
  const found = variable === undefined ? undefined : findVariable(variable, moment, run);
  if (variable !== undefined && found?.value.address === undefined)
    return unresolved({ kind: 'no-variable', name: variable });
  if (block !== undefined && !isThere(block, moment))
    return unresolved({ kind: 'no-block', block, blocks: run.survey.allocations.count });
  const { address, size } = found?.value ?? {};
  return resolved({
    ...shown,
    ...(address !== undefined && { bytes: { address, size: size ?? 0, label: found!.label } }),
    ...(block !== undefined && { block }),
  });
}

function isThere(block: number, moment: Moment): boolean {
  return moment.blocks().some(({ id }) => id === block);
}
