/** What the host does about the findings that the shim records: tells what they are about, counts them, and ends what can't go on. */
import type { Instrumented } from '../instrument/options.ts';
import { Layout } from '../instrument/memory-layout.ts';
import { DetailKind, FindingKind } from '../trace/records.ts';
import { Fault, Killed, signalOfFault } from './ends.ts';
import { belowFrameDetail, frameDetail } from './finding-frames.ts';
import type { Kernel } from './kernel/kernel.ts';
import { findingKey, readOrigins, type Trial, type UndefinedFinding } from './origins.ts';
import type { ProgramInstance } from './program-instance.ts';
import type { RunRequest } from './request.ts';
import { undefinedBehaviour, type UndefinedCheck } from './undefined-behaviour.ts';

const QUOTIENT_TOO_LARGE = 'division of the smallest number of its type by -1: the quotient does not fit the type';

/** What is wrong with these is not that something was written where nobody knows of it. */
const WRITES_NOTHING: ReadonlySet<FindingKind> = new Set([
  FindingKind.uninitialisedRead,
  FindingKind.leak,
  FindingKind.doubleFree,
  FindingKind.invalidFree,
  FindingKind.badMallocSize,
  FindingKind.outOfMemory,
]);

export class Findings {
  count = 0;
  /** All that the program wrote is its own, as far as findings tell. */
  areWritesKnown = true;
  /** Uses of undefined values, as they were recorded. */
  readonly undefinedUses: (UndefinedFinding & { readonly first: boolean })[] = [];

  constructor(
    private readonly kernel: Kernel,
    private readonly instrumented: Instrumented,
    private readonly request: RunRequest,
  ) {}

  /** A finding was recorded. `first`: of its kind at its place. */
  found({ state }: ProgramInstance, kind: FindingKind, address: number, first: boolean): void {
    const { current, recorder } = this.kernel;
    if (!WRITES_NOTHING.has(kind)) this.areWritesKnown = false;
    if (kind === FindingKind.uninitialisedRead)
      this.undefinedUses.push({
        ...{ key: findingKey(state), index: this.count, first },
        process: current.process.index,
      });
    this.count++;
    if (first && !this.request.window) {
      recorder.detail(DetailKind.frame, frameDetail(state, this.instrumented, address));
      const below =
        kind === FindingKind.stackBufferOverflow ? belowFrameDetail(state, this.instrumented, address) : undefined;
      if (below) recorder.detail(DetailKind.belowFrame, below);
    }
    if (kind === FindingKind.stackOverflow)
      recorder.detail(DetailKind.depth, new Uint8Array(Uint32Array.of(state.depth).buffer));
    if (kind !== FindingKind.undefinedBehaviour) this.stopIfDue();
  }

  /** What the finding just recorded is about. */
  explain(
    { exports }: ProgramInstance,
    check: UndefinedCheck,
    data: number,
    [a, b, c]: [number, number, number],
  ): void {
    const text = undefinedBehaviour(new DataView(exports.memory.buffer), check, data, [a >>> 0, b >>> 0, c >>> 0]);
    this.tell(text);
    this.stopIfDue();
  }

  /** The finding just recorded ends the process, unless its handler of the fault's signal leaves by a jump. */
  fault(instance: ProgramInstance, kind: FindingKind, address: number): never {
    const isOverflow = kind === FindingKind.divisionByZero && address === Layout.QUOTIENT_TOO_LARGE;
    if (isOverflow) this.tellOverflow();
    instance.signalFault(signalOfFault(kind), kind, address, this.kernel.current);
    throw isOverflow ? new Fault(kind, 0, 'integer-overflow') : new Fault(kind, address);
  }

  /** The finding just recorded is a quotient that doesn't fit, not a division by zero. */
  tellOverflow(): void {
    this.tell(QUOTIENT_TOO_LARGE);
  }

  /** What there is to say of the finding just recorded, in English as clang's runtime would word it. */
  private tell(text: string): void {
    this.kernel.recorder.detail(DetailKind.text, new TextEncoder().encode(text));
  }

  private stopIfDue(): void {
    if (this.count === this.request.checks?.stopAfter) throw new Killed('first-finding');
  }

  /** What the run showed of where undefined values come from. */
  get trial(): Trial {
    return {
      found: new Set(this.undefinedUses.map(({ key }) => key)),
      origins: () => this.kernel.processes.all.flatMap(({ index, instance }) => readOrigins(instance.state, index)),
    };
  }
}
