import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { accessType, SHADOW_LOAD } from './access-opcodes.ts';
import { AccessProbes } from './access-probes.ts';
import { Layout } from './memory-layout.ts';
import { OperandShadows } from './operand-shadows.ts';
import type { FunctionScope } from './rewrite-context.ts';
import { ACCESS_BYTES } from '../wasm-binary/stack-effect.ts';
import type { StateWriter } from './state-writer.ts';
import { DEFINED } from './undefined-bits.ts';

const { i32, i64 } = ValueType;

/** Loads and stores of the undefined bits of a float are those of an integer of its width. */
const SHADOW_OPCODE: Readonly<Record<number, number>> = {
  [Op.f32Load]: Op.i32Load,
  [Op.f64Load]: Op.i64Load,
  [Op.f32Store]: Op.i32Store,
  [Op.f64Store]: Op.i64Store,
};

/** Loads and stores that carry their undefined bits along. */
export class PreciseAccesses extends AccessProbes {
  readonly operands: OperandShadows;
  /** The function has instructions whose operands aren't followed (vectors, atomics): its values count as defined. */
  opaque = false;

  constructor(scope: FunctionScope, out: StateWriter) {
    super(scope, out);
    this.operands = new OperandShadows(scope, out);
  }

  override load(i: InstructionReader, at: number): void {
    if (this.opaque) return super.load(i, at);
    const { out, operands } = this;
    const { context } = this.scope;
    const size = ACCESS_BYTES[i.opcode]!;
    operands.report(operands.pop(), i32, i.start);
    if (i.second >= 2 ** 31) {
      out.copy(context.module.bytes, i.start, i.end);
      return operands.push(accessType(i.opcode));
    }
    const address = out.local('address');
    out.set(address);
    const slot = operands.slot(operands.depth, accessType(i.opcode));
    if (at < 0) {
      this.notAddressable(address, i.second, size);
      out.if();
      this.report(context.shim.badLoad, address, i.second, size, i.start);
      // What was read from there has been found already: it counts as defined, as in memcheck.
      operands.bits.zero(accessType(i.opcode));
      out.set(slot);
      out.else();
    }
    out.get(address);
    out.memory(SHADOW_OPCODE[i.opcode] ?? i.opcode, i.second + 2 * Layout.LIMIT);
    out.set(slot);
    if (at < 0) out.end();
    out.get(address);
    out.copy(context.module.bytes, i.start, i.end);
    operands.push(accessType(i.opcode), slot);
  }

  override store(i: InstructionReader, at: number): void {
    const type = accessType(i.opcode);
    const { out, operands } = this;
    const { bytes } = this.scope.context.module;
    const value = this.opaque ? DEFINED : operands.pop();
    if (!this.opaque) operands.report(operands.pop(), i32, i.start);
    if (i.second >= 2 ** 31) return out.copy(bytes, i.start, i.end);
    const address = out.local('address');
    const stored = out.local('value', type);
    out.set(stored);
    out.set(address);
    if (at < 0) this.beyondMemory(i, address);
    if (at < 0 || this.needsShadow(at, ACCESS_BYTES[i.opcode]!))
      this.checkStore(i, at, ACCESS_BYTES[i.opcode]!, address);
    out.get(address);
    operands.bits.getShadow(value, type);
    if (value !== DEFINED && this.scope.role === 'libc' && ACCESS_BYTES[i.opcode]! >= 4)
      this.unlessGlobal(address, i.second, type);
    out.memory(SHADOW_OPCODE[i.opcode] ?? i.opcode, i.second + 2 * Layout.LIMIT);
    out.get(address);
    out.get(stored);
    out.copy(bytes, i.start, i.end);
  }

  /** Pushes whether the access lies outside of memory or touches a byte that isn't addressable (defined or not). */
  private notAddressable(address: number, offset: number, size: number): void {
    const { out } = this;
    const { bits } = this.operands;
    const wide = size === 8;
    const shadow = out.local('state', wide ? i64 : i32);
    out.get(address);
    out.i32(Math.max(0, Layout.RESERVED_BASE - offset - size));
    out.u8(Op.i32GtU);
    out.u8(Op.if);
    out.u8(ValueType.i32);
    out.i32(1);
    out.else();
    out.get(address);
    out.memory(SHADOW_LOAD[size]!, offset + Layout.LIMIT);
    out.tee(shadow);
    out.get(shadow);
    if (wide) out.i64(7n);
    else out.i32(7);
    out.u8(wide ? Op.i64ShrU : Op.i32ShrU);
    bits.integer(wide, Op.i32Or);
    out.shadowConstant(size, 1);
    bits.integer(wide, Op.i32And);
    out.shadowConstant(size, 1);
    out.u8(wide ? Op.i64Ne : Op.i32Ne);
    out.end();
  }

  /**
   * What libc keeps for itself (a stream's positions and lengths) counts as defined, or an undefined number printed once would be
   * found again in every later call.
   */
  private unlessGlobal(address: number, offset: number, type: number): void {
    const { out, operands } = this;
    const { globalBase, heapBase } = this.scope.context;
    operands.bits.zero(type);
    out.get(address);
    out.add(offset - globalBase);
    out.i32(heapBase - globalBase);
    out.u8(Op.i32GeU);
    out.u8(Op.select);
  }

  private beyondMemory(i: InstructionReader, address: number): void {
    const { out } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    out.get(address);
    out.i32(Math.max(0, Layout.RESERVED_BASE - i.second - size));
    out.u8(Op.i32GtU);
    out.if();
    this.report(this.scope.context.shim.badStore, address, i.second, size, i.start);
    out.end();
  }
}
