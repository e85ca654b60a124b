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
  const toX = stepToX(range, width);
  const x = (step: StepIndex): number | undefined => (step < range.first || step > range.end ? undefined : toX(step));
  const mallocs = new Marker('malloc', x, spacing);
  const frees = new Marker('free', x, spacing);
  for (const event of table.events) {
    if (event > 0) mallocs.add(table.step[event] ?? 0);
    else frees.add(table.freeStep[-event] ?? 0);
  }
  const outputs = new Marker('output', x, spacing);
  for (const { step } of sources.outputs) outputs.add(step);
  const findings = new Marker('finding', x, spacing);
  for (const step of sources.findings.map((finding) => finding.step).sort((a, b) => a - b)) findings.add(step);
  return [mallocs, frees, outputs, findings].flatMap((marker) => marker.marks);
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

  add(step: StepIndex): void {
    const x = this.#x(step);
    if (x === undefined) return;
    const last = this.marks.at(-1);
    if (last && x - last.x < this.#spacing) this.marks[this.marks.length - 1] = { ...last, count: last.count + 1 };
    else this.marks.push({ kind: this.#kind, x, count: 1, step });
  }
}
