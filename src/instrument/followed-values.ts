/** What is known of a value. doubtful: the frame base, unless its local has been given another value since. */
export const enum Base {
  unknown,
  constant,
  doubtful,
  stack,
  frame,
}

/** The operands on the wasm stack, as sums of a base and an offset where they are made from the frame base or constants. */
export class FollowedValues {
  /** Of the operand that was popped last. */
  base: Base = Base.unknown;
  offset = 0;
  /** A value made from the frame base has gone where it can't be followed. */
  escapes = false;
  /** Operands of the innermost block begin here; those below are out of its reach. */
  floor = 0;
  private readonly bases: Base[] = [];
  private readonly offsets: number[] = [];

  get length(): number {
    return this.bases.length;
  }

  push(base: Base, offset = 0): void {
    this.bases.push(base);
    this.offsets.push(offset);
  }

  /** Leaves the operand's base and offset in the fields. What a branch has made unreachable pops what isn't there. */
  pop(): void {
    if (this.bases.length <= this.floor) {
      this.base = Base.unknown;
      return;
    }
    this.base = this.bases.pop()!;
    this.offset = this.offsets.pop()!;
  }

  /** Pops an operand whose value may go anywhere from here. */
  popEscaping(): void {
    this.pop();
    if (this.base >= Base.stack) this.escapes = true;
  }

  /** Drops the operands above `height`. */
  cut(height: number): void {
    for (let n = height; n < this.bases.length; n++) if (this.bases[n]! >= Base.stack) this.escapes = true;
    this.bases.length = Math.min(this.bases.length, height);
    this.offsets.length = this.bases.length;
  }
}
