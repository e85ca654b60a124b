import { InstructionReader } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import { bareLoops } from './bare-loops.ts';

const NO_LOOPS: Set<number> = new Set();

/** Tells, function by function, where statements begin. */
export class StatementCursor {
  private next = 0;
  private end = 0;
  /** Offsets at which a round of a loop counts as a statement. */
  private loopRounds = NO_LOOPS;

  constructor(
    private readonly module: Module,
    /** Code offsets at which statements begin, ascending. */
    private readonly statements: Uint32Array,
  ) {}

  /** Goes to the function whose body (locals first) starts at `bodyStart`; gives how many statements it has. */
  enter(bodyStart: number, codeStart: number, end: number): number {
    const { module } = this;
    this.next = this.indexOf(bodyStart);
    this.end = this.indexOf(end);
    const count = this.end - this.next;
    this.loopRounds =
      count === 0
        ? NO_LOOPS
        : bareLoops(
            new InstructionReader(module.bytes, codeStart, end),
            (from, to) => this.indexOf(from) < this.indexOf(to),
          );
    return count;
  }

  /** Whether a statement begins with the instruction at this offset; to be asked in ascending order. */
  begins(start: number): boolean {
    const isRow = this.next < this.end && this.statements[this.next] === start - this.module.codeStart;
    if (isRow) this.next++;
    return isRow || this.loopRounds.has(start);
  }

  /** Whether the row that was met last is the function's last: its closing brace, where it has several. */
  get isAtLast(): boolean {
    return this.next >= this.end;
  }

  /** Index of the first statement not before an absolute offset. */
  private indexOf(offset: number): number {
    const { statements } = this;
    const code = offset - this.module.codeStart;
    let low = 0;
    let high = statements.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (statements[middle]! < code) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
