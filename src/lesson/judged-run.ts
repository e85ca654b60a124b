/** One run of a submission, and what checks want to know of it. */
import type { CompileRequest, CompileResult } from '../compile/compile.ts';
import type { Finding } from '../replay/findings.ts';
import { usersLines } from '../replay/misuse-position.ts';
import type { StackLine } from '../replay/timeline.ts';
import { endOf, type RunRequest, type RunResult } from '../run/request.ts';
import type { RunEnd } from '../trace/recording.ts';
import { ALLOCATION_BY_LIBC } from '../trace/records.ts';
import { findingsOf, type FoundInRun } from '../trials/findings-of.ts';
import type { AllocationId, StepIndex } from '../util/units.ts';
import type { CheckPosition } from './check-result.ts';
import { mainFile, type LessonRun } from './lesson-run.ts';
import type { LessonProgram } from './model.ts';
import { openRun } from './open-run.ts';
import { windowRequestOf } from './requests.ts';
import { findingPosition, resolvePlace } from './resolve.ts';

/** The compiler and the runner, in whichever threads. */
export interface JudgingEngine {
  compile(request: CompileRequest): Promise<CompileResult>;
  run(request: RunRequest): Promise<RunResult>;
}

/** Longer runs are not followed statement by statement: a recursion without end would take a minute. */
const MOST_STEPS = 200_000;

export class JudgedRun {
  readonly end: RunEnd;
  readonly found: FoundInRun;
  /** Without what libc keeps for itself. */
  readonly findings: readonly Finding[];
  /** All of standard output. */
  readonly output: string;
  #whole: Promise<LessonRun | undefined> | undefined;

  constructor(
    readonly engine: JudgingEngine,
    readonly program: LessonProgram,
    readonly request: RunRequest,
    readonly result: RunResult,
  ) {
    this.end = endOf(result);
    this.found = findingsOf(request.wasm, { ...result, end: this.end }, (path) => path);
    this.findings = this.found.findings.filter(isUsers);
    const decoder = new TextDecoder();
    const parts = this.found.survey.outputs.filter(({ descriptor }) => descriptor === 1);
    this.output = parts.map(({ bytes }) => decoder.decode(bytes, { stream: true })).join('') + decoder.decode();
  }

  /** With every statement; made when a check wants it. Undefined where there are too many. */
  whole(): Promise<LessonRun | undefined> {
    return (this.#whole ??= this.#recordWhole());
  }

  async #recordWhole(): Promise<LessonRun | undefined> {
    if (this.end.steps > MOST_STEPS) return undefined;
    const full = await this.engine.run(windowRequestOf(this.request, this.result));
    return full.window && openRun(this.request.wasm, this.result, full);
  }

  /** Where a finding shows: of a leak, where the last pointer went. */
  async findingAt(finding: Finding): Promise<CheckPosition> {
    const whole = await this.whole();
    // The same finding, of the run that was read anew.
    const same = whole?.findings.find(({ indices }) => indices[0] === finding.indices[0]) ?? finding;
    const lost = whole?.lost.get(same);
    const step = whole ? findingPosition(same, whole) : Math.max(0, finding.step - 1);
    return this.place((lost ?? finding).stack, step);
  }

  place(stack: readonly StackLine[], step: StepIndex): CheckPosition {
    const [line] = usersLines(stack);
    return { file: line?.file ?? this.main, line: line?.line ?? 0, step };
  }

  /** The end of the run. */
  async atEnd(): Promise<CheckPosition> {
    const whole = await this.whole();
    const last = whole?.window && whole.steps > 0 ? whole.window.statementAt(whole.steps - 1) : undefined;
    return this.place(last ? [last] : [], this.end.steps);
  }

  /** The first time that a line runs; undefined: never, or nobody knows. */
  async firstTimeAt(file: string, line: number): Promise<StepIndex | undefined> {
    const whole = await this.whole();
    const found = whole && resolvePlace({ kind: 'line', file, line, time: 1 }, whole, this.main);
    return found?.kind === 'resolved' ? found.value : undefined;
  }

  /** Whether libc allocated a block for itself. */
  isLibcs(block: AllocationId): boolean {
    return ((this.found.survey.allocations.operation[block] ?? 0) & ALLOCATION_BY_LIBC) !== 0;
  }

  get main(): string {
    return mainFile(this.program);
  }
}

export function isUsers(finding: Finding): boolean {
  return finding.kind !== 'leak' || !finding.libc;
}
