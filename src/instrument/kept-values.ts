import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { ACCESS_BYTES } from '../wasm-binary/stack-effect.ts';
import { accessType } from './access-opcodes.ts';
import type { FrameSlot } from './frame-slots.ts';
import type { ProbeWriter } from './probe-writer.ts';
import type { FunctionScope } from './rewrite-context.ts';

const { i32, i64 } = ValueType;

/** Loads of less than 32 bits that extend their sign, with the instruction that does it to 32 bits. */
const EXTENSION: Readonly<Record<number, number>> = {
  [Op.i32Load8S]: 0xc0,
  [Op.i64Load8S]: 0xc0,
  [Op.i32Load16S]: 0xc1,
  [Op.i64Load16S]: 0xc1,
};
const SIGNED_TO_64: ReadonlySet<number> = new Set([Op.i64Load8S, Op.i64Load16S, Op.i64Load32S]);
const UNSIGNED_NARROW: ReadonlySet<number> = new Set([
  ...[Op.i32Load8U, Op.i32Load16U],
  ...[Op.i64Load8U, Op.i64Load16U],
]);

/** The integer on the stack becomes what the load would give of it: it has 32 bits, if the load is of less than 64. */
export function extendLoaded(out: ProbeWriter, opcode: number): void {
  const extension = EXTENSION[opcode];
  if (extension !== undefined) out.u8(extension);
  const isWidened = ACCESS_BYTES[opcode]! < 8 && accessType(opcode) === i64;
  if (isWidened) out.u8(SIGNED_TO_64.has(opcode) ? Op.i64ExtendI32S : Op.i64ExtendI32U);
}

/**
 * Unoptimised code loads its variables again at every use. What only the function itself can reach is kept in wasm locals as well, and
 * loads are of those. Every store is made all the same, so that memory is at each step what the program says; but a variable that some other
 * function's wild store changes there keeps its value for its own.
 */
export class KeptValues {
  private readonly isOn: boolean;

  constructor(
    private readonly scope: FunctionScope,
    private readonly out: ProbeWriter,
  ) {
    // Suspended calls save their locals: there the fewer the better.
    this.isOn = !(scope.context.options.notesTraps ?? false);
  }

  /** Writes a load, whose address is on the stack. */
  load(i: InstructionReader, at: number): void {
    const { out } = this;
    const slot = this.slotAt(at);
    if (!slot) return this.copy(i);
    out.u8(Op.drop);
    out.get(this.localOf(slot));
    if (UNSIGNED_NARROW.has(i.opcode)) {
      out.shadowConstant(slot.bytes, 0xff);
      out.u8(Op.i32And);
    }
    extendLoaded(out, i.opcode);
  }

  /** Writes a store, whose address and value are on the stack. */
  store(i: InstructionReader, at: number): void {
    const { out } = this;
    const slot = this.slotAt(at);
    if (!slot) return this.copy(i);
    const type = accessType(i.opcode);
    if (type === slot.keptIn) {
      out.tee(this.localOf(slot));
      return this.copy(i);
    }
    const wide = out.local('wide', type);
    out.tee(wide);
    this.copy(i);
    out.get(wide);
    out.u8(Op.i32WrapI64);
    out.set(this.localOf(slot));
  }

  private slotAt(at: number): FrameSlot | undefined {
    const slot = this.isOn && at >= 0 ? this.scope.slots?.get(at) : undefined;
    return slot?.keptIn === undefined ? undefined : slot;
  }

  private localOf({ offset, keptIn }: FrameSlot): number {
    return this.out.numberedLocal('kept', offset, keptIn ?? i32);
  }

  private copy(i: InstructionReader): void {
    this.out.copy(this.scope.context.module.bytes, i.start, i.end);
  }
}
