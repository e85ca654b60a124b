import { blockType } from '../wasm-binary/block-type.ts';
import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import type { AssignmentFlow } from './assignment-flow.ts';
import { Base, type FollowedValues } from './followed-values.ts';

interface Control {
  readonly height: number;
  readonly results: number;
}

/** Keeps followed operands and assignments in step with blocks and their ends. */
export class FollowedControl {
  private readonly open: Control[] = [];

  constructor(
    private readonly module: Module,
    private readonly values: FollowedValues,
    private readonly assigned: AssignmentFlow,
  ) {}

  /** Starts the body of a function. */
  begin(results: number): void {
    this.open.push({ height: 0, results });
    this.assigned.enter(Op.block);
  }

  enter(i: InstructionReader): void {
    if (i.opcode === Op.if) this.values.popEscaping();
    const { parameters, results } = blockType(this.module, i.first);
    this.values.floor = this.values.length - parameters.length;
    this.open.push({ height: this.values.floor, results: results.length });
    this.assigned.enter(i.opcode);
  }

  /** `else`, or a handler. */
  otherwise(i: InstructionReader): void {
    const { module, values } = this;
    values.cut(this.open.at(-1)!.height);
    this.assigned.otherwise();
    const thrown = i.opcode === Op.catch ? module.types[module.tagTypes[i.first] ?? 0]?.parameters.length : 0;
    for (let n = thrown ?? 0; n > 0; n--) values.push(Base.unknown);
  }

  leave(): void {
    const ended = this.open.pop();
    if (!ended) return;
    this.values.cut(ended.height);
    this.values.floor = this.open.at(-1)?.height ?? 0;
    for (let n = ended.results; n > 0; n--) this.values.push(Base.unknown);
    this.assigned.leave();
  }

  /** What follows is not reached. */
  stop(): void {
    this.values.cut(this.open.at(-1)?.height ?? 0);
    this.assigned.stop();
  }
}
