import { InstructionReader } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import { functionLoops, NO_LOOPS } from './function-loops.ts';

/** Tells, function by function, where statements begin. */
export class StatementCursor {
  private next = 0;
  private end = 0;
  private loops = NO_LOOPS;

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
    this.loops =
      count === 0
        ? NO_LOOPS
        : functionLoops(
            module.bytes,
            new InstructionReader(module.bytes, codeStart, end),
            (from, to) => this.indexOf(from) < this.indexOf(to),
          );
    return count;
  }

  /** Whether a statement begins with the instruction at this offset; to be asked in ascending order. */
  begins(start: number): boolean {
    const isRow = this.next < this.end && this.statements[this.next] === start - this.module.codeStart;
    if (isRow) this.next++;
    return isRow || this.loops.bare.has(start);
  }

  /** Whether each round of the loop whose first instruction is at this offset adds to the function's local step counter. */
  isCountingLoop(start: number): boolean {
    return this.loops.counting.has(start);
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
