/** Blocks and branches of the precise density: where the shadows of operands must be when control joins. */
import { blockType } from '../wasm-binary/block-type.ts';
import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType, type FunctionType, type Module } from '../wasm-binary/module.ts';
import type { OperandShadows } from './operand-shadows.ts';
import type { StateWriter } from './state-writer.ts';

const { i32 } = ValueType;

interface Block {
  readonly opcode: number;
  readonly height: number;
  readonly type: FunctionType;
  readonly deadOnEntry: boolean;
}

/** `copy` writes the instruction itself, with the probes that all densities have. */
export class PreciseControl {
  /** What comes next is never reached. */
  dead = false;
  private blocks: Block[] = [];

  constructor(
    private readonly module: Module,
    private readonly out: StateWriter,
    private readonly operands: OperandShadows,
    private readonly copy: (i: InstructionReader) => void,
  ) {}

  /** Starts a function with these results. */
  begin(results: readonly number[]): void {
    this.blocks = [{ opcode: Op.block, height: 0, type: { parameters: [], results }, deadOnEntry: false }];
    this.dead = false;
  }

  /** All but calls. */
  instruction(i: InstructionReader): void {
    switch (i.opcode) {
      case Op.block:
      case Op.loop:
      case Op.if:
      case Op.try:
        return this.enterBlock(i);
      case Op.catch:
      case Op.catchAll:
        return this.handle(i);
      case Op.else:
      case Op.end:
      case Op.delegate:
        return this.endBlock(i);
      case Op.br:
        if (!this.dead) this.branchTo(i.first);
        break;
      case Op.brIf:
        if (!this.dead) this.branchIf(i);
        return this.copy(i);
      case Op.brTable:
        // clang's tables carry no values to their labels.
        if (!this.dead) this.operands.report(this.operands.pop(), i32, i.start);
        break;
      case Op.return:
        if (!this.dead) this.operands.moveTo(0, this.blocks[0]!.type.results);
        break;
      default:
    }
    this.copy(i);
    this.stop();
  }

  private enterBlock(i: InstructionReader): void {
    if (i.opcode === Op.if && !this.dead) this.operands.report(this.operands.pop(), i32, i.start);
    const type = blockType(this.module, i.first);
    const height = this.operands.depth - type.parameters.length;
    if (!this.dead && type.parameters.length > 0) this.operands.materialise(height, type.parameters);
    this.blocks.push({ opcode: i.opcode, height, type, deadOnEntry: this.dead });
    this.copy(i);
  }

  private endBlock(i: InstructionReader): void {
    const block = this.blocks.at(-1)!;
    if (!this.dead) this.operands.moveTo(block.height, block.type.results);
    this.copy(i);
    this.operands.cut(block.height);
    this.dead = block.deadOnEntry;
    const isOver = i.opcode !== Op.else;
    if (isOver) this.blocks.pop();
    const values = isOver ? block.type.results : block.type.parameters;
    for (const [k, type] of values.entries()) this.operands.push(type, this.operands.slot(block.height + k, type));
  }

  /** The handler of a `try`: what was thrown is there as operands, all defined. */
  private handle(i: InstructionReader): void {
    const { module } = this;
    const block = this.blocks.at(-1)!;
    if (!this.dead) this.operands.moveTo(block.height, block.type.results);
    this.copy(i);
    this.operands.cut(block.height);
    this.dead = block.deadOnEntry;
    const thrown = i.opcode === Op.catch ? module.types[module.tagTypes[i.first]!]!.parameters : [];
    for (const type of thrown) this.operands.push(type);
  }

  private stop(): void {
    this.operands.cut(this.blocks.at(-1)?.height ?? 0);
    this.dead = true;
  }

  private labelTypes(block: Block): readonly number[] {
    return block.opcode === Op.loop ? block.type.parameters : block.type.results;
  }

  private branchTo(depth: number): void {
    const block = this.blocks[this.blocks.length - 1 - depth]!;
    this.operands.moveTo(block.height, this.labelTypes(block));
  }

  private branchIf(i: InstructionReader): void {
    const { out } = this;
    this.operands.report(this.operands.pop(), i32, i.start);
    const block = this.blocks[this.blocks.length - 1 - i.first]!;
    const types = this.labelTypes(block);
    if (types.length === 0) return;
    if (this.operands.depth - types.length === block.height) return this.operands.moveTo(block.height, types);
    // The label's places hold other operands on the path that goes on.
    const condition = out.local('condition');
    out.tee(condition);
    out.if();
    this.operands.moveTo(block.height, types);
    out.end();
    out.get(condition);
  }
}
