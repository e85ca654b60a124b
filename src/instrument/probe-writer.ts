import { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { Op } from '../wasm-binary/instructions.ts';
import { EMPTY_BLOCK } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import type { BranchHint } from './branch-hints.ts';
import { Layout } from './memory-layout.ts';

/** Natural alignment exponents of the loads and stores that probes use. */
const ALIGNMENT: Readonly<Record<number, number>> = {
  [Op.i32Load]: 2,
  [Op.i64Load]: 3,
  [Op.i32Load8U]: 0,
  [Op.i32Load16U]: 0,
  [Op.i32Store]: 2,
  [Op.i64Store]: 3,
  [Op.i32Store8]: 0,
  [Op.i32Store16]: 0,
};

/** By byte: a word of nothing else. Made when they are needed. */
const EIGHT_TIMES: bigint[] = [];

/** Writes instructions. Locals of its own are declared on demand, after the function's `firstLocal` own ones. */
export class ProbeWriter extends ByteWriter {
  /** By type and purpose. */
  private readonly scratch = new Map<number, Map<string, number>>();
  /** By purpose, then by number and type. */
  private readonly numbered = new Map<string, Map<number, number>>();
  private readonly scratchTypes: number[] = [];
  private firstLocal = 0;
  /** Offsets of the branches with a usual way, ascending. */
  readonly hints: BranchHint[] = [];

  /** Starts a new function. */
  begin(firstLocal: number): void {
    this.clear();
    for (const locals of this.scratch.values()) locals.clear();
    for (const locals of this.numbered.values()) locals.clear();
    this.scratchTypes.length = 0;
    this.hints.length = 0;
    this.firstLocal = firstLocal;
  }

  get addedLocals(): readonly number[] {
    return this.scratchTypes;
  }

  /** The local of this purpose and type, declared at first use. */
  local(purpose: string, type: number = ValueType.i32): number {
    let locals = this.scratch.get(type);
    if (!locals) this.scratch.set(type, (locals = new Map()));
    let index = locals.get(purpose);
    if (index === undefined) locals.set(purpose, (index = this.declare(type)));
    return index;
  }

  /** The same for one of several locals that serve a purpose. */
  numberedLocal(purpose: string, number: number, type: number = ValueType.i32): number {
    let locals = this.numbered.get(purpose);
    if (!locals) this.numbered.set(purpose, (locals = new Map()));
    // The types of numbers are neighbours: f64, f32, i64, i32.
    const key = number * 4 + type - ValueType.f64;
    let index = locals.get(key);
    if (index === undefined) locals.set(key, (index = this.declare(type)));
    return index;
  }

  private declare(type: number): number {
    this.scratchTypes.push(type);
    return this.firstLocal + this.scratchTypes.length - 1;
  }

  get(local: number): void {
    this.u8(Op.localGet);
    this.u32(local);
  }
  set(local: number): void {
    this.u8(Op.localSet);
    this.u32(local);
  }
  tee(local: number): void {
    this.u8(Op.localTee);
    this.u32(local);
  }
  i32(value: number): void {
    this.u8(Op.i32Const);
    this.s32(value);
  }
  i64(value: bigint): void {
    this.u8(Op.i64Const);
    this.s64(value);
  }
  call(functionIndex: number): void {
    this.u8(Op.call);
    this.u32(functionIndex);
  }
  /** A load or store; probes make no promise of alignment unless `aligned`. */
  memory(opcode: number, offset: number, aligned = false): void {
    this.u8(opcode);
    this.u8(aligned ? ALIGNMENT[opcode]! : 0);
    this.u32(offset);
  }
  add(constant: number): void {
    if (constant === 0) return;
    this.i32(constant);
    this.u8(Op.i32Add);
  }
  if(): void {
    this.u8(Op.if);
    this.u8(EMPTY_BLOCK);
  }
  /** An `if` that is hardly ever taken. */
  ifUnlikely(result: number = EMPTY_BLOCK): void {
    this.hints.push({ offset: this.length, isLikely: false });
    this.u8(Op.if);
    this.u8(result);
  }
  block(): void {
    this.u8(Op.block);
    this.u8(EMPTY_BLOCK);
  }
  /** Leaves that many blocks and one if the operand isn't 0, as it usually is (or usually isn't). */
  branchIf(depth: number, isLikely: boolean): void {
    this.hints.push({ offset: this.length, isLikely });
    this.u8(Op.brIf);
    this.u32(depth);
  }
  else(): void {
    this.u8(Op.else);
  }
  end(): void {
    this.u8(Op.end);
  }

  /** Pushes a 32-bit field of the shim's state. */
  state(field: number): void {
    this.i32(Layout.STATE_BASE);
    this.memory(Op.i32Load, field, true);
  }
  /** Pushes whether the host wants to be called. */
  stepsReached(field: number = Layout.STATE_STOP_AT): void {
    this.i32(Layout.STATE_BASE);
    this.memory(Op.i64Load, Layout.STATE_STEPS, true);
    this.i32(Layout.STATE_BASE);
    this.memory(Op.i64Load, field, true);
    this.u8(Op.i64GeU);
  }

  /** Fills n bytes of a plane (shadow unless told otherwise) from the address in `base` + offset; small counts inline. */
  fillShadow(base: number, offset: number, count: number, value: number, plane: number = Layout.LIMIT): void {
    if (count > 64) {
      this.get(base);
      this.add(offset + plane);
      this.i32(value);
      this.i32(count);
      this.u8(0xfc);
      this.u32(11);
      this.u8(0);
      return;
    }
    for (let done = 0; done < count;) {
      const left = count - done;
      const width = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
      this.get(base);
      this.shadowConstant(width, value);
      this.memory(
        width === 8 ? Op.i64Store : width === 4 ? Op.i32Store : width === 2 ? Op.i32Store16 : Op.i32Store8,
        plane + offset + done,
      );
      done += width;
    }
  }

  /** Pushes a constant of the access's width with every byte equal to `byte`. */
  shadowConstant(width: number, byte: number): void {
    if (width === 8) this.i64((EIGHT_TIMES[byte] ??= BigInt.asIntN(64, BigInt(byte) * 0x0101010101010101n)));
    else this.i32(width === 4 ? (byte * 0x01010101) | 0 : width === 2 ? byte * 0x0101 : byte);
  }
}
