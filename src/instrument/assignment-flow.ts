import { Op } from '../wasm-binary/instructions.ts';
import { AssignedBytes, meet } from './assigned-bytes.ts';

interface Label {
  readonly opcode: number;
  /** State at the label, from branches met so far. */
  merged: AssignedBytes | undefined;
  /** State at the start of an `if`, for its `else`. */
  readonly entry: AssignedBytes | undefined;
  hasElse: boolean;
}

/** Definite assignment along structured control flow: which bytes of a frame have a value on every path to where the walk is. */
export class AssignmentFlow {
  /** Here; undefined where no path leads. */
  now: AssignedBytes | undefined = AssignedBytes.none(0);
  private readonly labels: Label[] = [];

  /** The frame begins: nothing in it has a value. */
  start(size: number): void {
    this.now = AssignedBytes.none(size);
  }

  /** A block, loop, `if` or `try` begins. */
  enter(opcode: number): void {
    this.labels.push({ opcode, merged: undefined, entry: this.now?.copy(), hasElse: false });
  }

  /** The `else` of an `if`, the handler of a `try`. */
  otherwise(): void {
    const top = this.labels.at(-1)!;
    top.merged = meet(top.merged, this.now);
    top.hasElse = true;
    this.now = top.entry?.copy();
  }

  leave(): void {
    const ended = this.labels.pop()!;
    if (ended.opcode === Op.loop) return;
    this.now = meet(ended.merged, this.now);
    // The path around an `if` without an else. (`else` has put the then-branch into `merged`.)
    if (ended.opcode === Op.if && !ended.hasElse) this.now = meet(ended.entry?.copy(), this.now);
  }

  branch(depth: number): void {
    const target = this.labels[this.labels.length - 1 - depth];
    if (target && target.opcode !== Op.loop && this.now) target.merged = meet(target.merged, this.now.copy());
  }

  branchToAll(): void {
    for (let depth = 0; depth < this.labels.length; depth++) this.branch(depth);
  }

  /** Control doesn't get past here. */
  stop(): void {
    this.now = undefined;
  }
}
