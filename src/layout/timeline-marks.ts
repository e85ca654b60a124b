import type { AllocationTable } from '../replay/timeline.ts';
import type { StepIndex } from '../util/units.ts';
import { stepToX, wholeRange } from './step-range.ts';

export type MarkKind = 'malloc' | 'free' | 'finding' | 'output';

export interface TimelineMark {
  readonly kind: MarkKind;
  /** Centre, in pixels from the left. */
  readonly x: number;
  /** How many events fall together here. */
  readonly count: number;
  /** The first of them. */
  readonly step: StepIndex;
}

export interface MarkSources {
  readonly allocations: AllocationTable;
  readonly findings: readonly { readonly step: StepIndex }[];
  readonly outputs: readonly { readonly step: StepIndex }[];
}

/** Marks for the events of a run that are in the range shown, those closer than `spacing` pixels drawn as one. */
export function layoutTimelineMarks(
  sources: MarkSources,
  steps: StepIndex,
  width: number,
  spacing: number,
  range = wholeRange(steps),
): TimelineMark[] {
  const { allocations: table } = sources;
  const x = within(range, width);
  const mallocs = new Marker('malloc', x, spacing);
  const frees = new Marker('free', x, spacing);
  for (const event of table.events) {
    if (event > 0) mallocs.add(table.step[event] ?? 0);
    else frees.add(table.freeStep[-event] ?? 0);
  }
  return [...mallocs.marks, ...frees.marks, ...otherMarks(sources, { width, spacing, range })];
}

interface MarkPlace {
  readonly width: number;
  readonly spacing: number;
  readonly range: ReturnType<typeof wholeRange>;
}

/** Those of output and findings. */
export function otherMarks(
  sources: Pick<MarkSources, 'outputs' | 'findings'>,
  { width, spacing, range }: MarkPlace,
): TimelineMark[] {
  const x = within(range, width);
  const outputs = new Marker('output', x, spacing);
  for (const { step } of sources.outputs) outputs.add(step);
  const findings = new Marker('finding', x, spacing);
  for (const step of sources.findings.map((finding) => finding.step).sort((a, b) => a - b)) findings.add(step);
  return [outputs, findings].flatMap((marker) => marker.marks);
}

interface Counted {
  readonly step: StepIndex;
  readonly count: number;
}

/** Those of allocations and frees that are counted already. */
export function allocationMarks(
  events: { readonly mallocs: readonly Counted[]; readonly frees: readonly Counted[] },
  { width, spacing, range }: MarkPlace,
): TimelineMark[] {
  const x = within(range, width);
  const [mallocs, frees] = [new Marker('malloc', x, spacing), new Marker('free', x, spacing)];
  for (const { step, count } of events.mallocs) mallocs.add(step, count);
  for (const { step, count } of events.frees) frees.add(step, count);
  return [mallocs, frees].flatMap((marker) => marker.marks);
}

/** Where a step is; undefined outside of what is shown. */
function within(range: MarkPlace['range'], width: number): (step: StepIndex) => number | undefined {
  const toX = stepToX(range, width);
  return (step) => (step < range.first || step > range.end ? undefined : toX(step));
}

/** Takes steps in ascending order. */
class Marker {
  readonly marks: TimelineMark[] = [];
  readonly #kind: MarkKind;
  readonly #x: (step: StepIndex) => number | undefined;
  readonly #spacing: number;

  constructor(kind: MarkKind, x: (step: StepIndex) => number | undefined, spacing: number) {
    this.#kind = kind;
    this.#x = x;
    this.#spacing = spacing;
  }

  add(step: StepIndex, count = 1): void {
    const x = this.#x(step);
    if (x === undefined) return;
    const last = this.marks.at(-1);
    if (last && x - last.x < this.#spacing) this.marks[this.marks.length - 1] = { ...last, count: last.count + count };
    else this.marks.push({ kind: this.#kind, x, count, step });
  }
}
