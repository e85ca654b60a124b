import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { ShadowState } from '../trace/records.ts';
import { accessType, SHADOW_LOAD } from './access-opcodes.ts';
import { STORABLE } from './access-probes.ts';
import type { Frame } from './frame-analysis.ts';
import type { FrameSlot } from './frame-slots.ts';
import { extendLoaded } from './kept-values.ts';
import { Layout } from './memory-layout.ts';
import { OperandShadows } from './operand-shadows.ts';
import type { FunctionScope } from './rewrite-context.ts';
import { ACCESS_BYTES } from '../wasm-binary/stack-effect.ts';
import type { StateWriter } from './state-writer.ts';
import { DEFINED } from './undefined-bits.ts';
import { UnfollowedAccesses } from './unfollowed-accesses.ts';
import { shadowType } from './value-types.ts';

const { i32, i64 } = ValueType;

/** Loads and stores of the undefined bits of a float are those of an integer of its width. */
const SHADOW_OPCODE: Readonly<Record<number, number>> = {
  [Op.f32Load]: Op.i32Load,
  [Op.f64Load]: Op.i64Load,
  [Op.f32Store]: Op.i32Store,
  [Op.f64Store]: Op.i64Store,
};
/** All bits of a value of so many bytes, up to four. */
const allBits = (bytes: number): number => (bytes >= 4 ? -1 : (1 << (8 * bytes)) - 1);

/**
 * Loads and stores that carry their undefined bits along: through the plane of undefined bits, or through wasm locals for what
 * only the function itself can reach.
 */
export class PreciseAccesses extends UnfollowedAccesses {
  readonly operands: OperandShadows;
  /** The function has instructions whose operands aren't followed (vectors, atomics): its values count as defined. */
  opaque = false;

  constructor(scope: FunctionScope, out: StateWriter) {
    super(scope, out);
    this.operands = new OperandShadows(scope, out);
  }

  /** libc's own locals count as defined; the others' have no value yet. */
  override enterFrame(_frame: Frame, entrySite: number): void {
    const { scope, out } = this;
    if (!scope.bitSlots || scope.role === 'libc') return;
    for (const slot of scope.bitSlots.values()) {
      if (!slot.mayBeUnassigned) continue;
      if (scope.context.options.density === 'origins') this.askForOrigin(slot, entrySite);
      else if (slot.bytes === 8) out.i64(-1n);
      else out.i32(allBits(slot.bytes));
      out.set(this.bitsOfSlot(slot));
    }
  }

  /** Pushes the bits that the shim wants undefined: it writes them to their plane, where nobody else must find them. */
  private askForOrigin({ offset, bytes }: FrameSlot, entrySite: number): void {
    const { scope, out } = this;
    out.aroundRedZone(() => {
      out.get(scope.frameBase);
      out.i32(offset);
      out.i32(bytes);
      out.i32(entrySite);
      out.call(scope.context.shim.frameUndefined);
    });
    out.get(scope.frameBase);
    out.memory(SHADOW_LOAD[bytes]!, offset + 2 * Layout.LIMIT);
    out.fillShadow(scope.frameBase, offset, bytes, 0, 2 * Layout.LIMIT);
  }

  private bitsOfSlot({ offset, bytes }: FrameSlot): number {
    return this.out.numberedLocal('slot', offset, bytes === 8 ? i64 : i32);
  }

  override load(i: InstructionReader, at: number): void {
    if (this.opaque) return super.load(i, at);
    const { out, operands } = this;
    const { module } = this.scope.context;
    const type = accessType(i.opcode);
    operands.report(operands.pop(), i32, i.start);
    if (i.second >= 2 ** 31) {
      out.copy(module.bytes, i.start, i.end);
      return operands.push(type);
    }
    const bits = operands.slot(operands.depth, type);
    const own = at < 0 ? undefined : this.scope.bitSlots?.get(at);
    if (own) this.loadSlot(i, own, bits);
    else {
      const address = out.local('address');
      out.set(address);
      if (at < 0) this.loadElsewhere(i, address, bits);
      else this.loadBits(i, address, bits);
      out.get(address);
    }
    this.kept.load(i, at);
    operands.push(type, bits);
  }

  private loadSlot(i: InstructionReader, slot: FrameSlot, bits: number): void {
    const { out } = this;
    out.get(this.bitsOfSlot(slot));
    extendLoaded(out, i.opcode);
    out.set(bits);
  }

  private loadBits(i: InstructionReader, address: number, bits: number): void {
    const { out } = this;
    out.get(address);
    out.memory(SHADOW_OPCODE[i.opcode] ?? i.opcode, i.second + 2 * Layout.LIMIT);
    out.set(bits);
  }

  private loadElsewhere(i: InstructionReader, address: number, bits: number): void {
    const { out, operands } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    // So it stays for what is wholly defined, and for what should not be read: that has been found already, as in memcheck.
    operands.bits.zero(accessType(i.opcode));
    out.set(bits);
    const slow = (): void => {
      this.notAddressable(address, i.second, size);
      out.if();
      this.report(this.scope.context.shim.badLoad, address, i.second, size, i.start);
      out.else();
      this.loadBits(i, address, bits);
      out.end();
    };
    this.checkObject(i, address, () => this.unlessLoadable(address, i.second, size, true, slow));
  }

  override store(i: InstructionReader, at: number): void {
    if (this.opaque) return super.store(i, at);
    const { out, operands } = this;
    const value = operands.pop();
    operands.report(operands.pop(), i32, i.start);
    const own = at < 0 ? undefined : this.scope.bitSlots?.get(at);
    if (own) this.storeSlot(i, own, value);
    else if (value === DEFINED) return super.store(i, at);
    else if (i.second < 2 ** 31) {
      const [address, stored] = this.takeOperands(i);
      this.storeBits(i, at, address, this.bitsToStore(i, address, value));
      out.get(address);
      out.get(stored);
    }
    this.kept.store(i, at);
  }

  private storeSlot(i: InstructionReader, slot: FrameSlot, value: number): void {
    const { out } = this;
    if (value !== DEFINED) this.pushBits(i, value);
    else if (slot.bytes === 8) out.i64(0n);
    else out.i32(0);
    out.set(this.bitsOfSlot(slot));
  }

  /** Pushes the bits of what a store writes, in an integer of its width (narrow ones: zero beyond it). */
  private pushBits(i: InstructionReader, bits: number): void {
    const { out } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    out.get(bits);
    if (size < 8 && shadowType(accessType(i.opcode)) === i64) out.u8(Op.i32WrapI64);
    if (size >= 4) return;
    out.i32(allBits(size));
    out.u8(Op.i32And);
  }

  /** The local with the bits to store. */
  private bitsToStore(i: InstructionReader, address: number, value: number): number {
    const { out } = this;
    if (this.scope.role !== 'libc' || ACCESS_BYTES[i.opcode]! < 4) return value;
    const type = accessType(i.opcode);
    const kept = out.local('kept', shadowType(type));
    out.get(value);
    this.unlessGlobal(address, i.second, type);
    out.set(kept);
    return kept;
  }

  /** Writes the bits, and the shadow that says whether there are any. */
  private storeBits(i: InstructionReader, at: number, address: number, bits: number): void {
    const { out } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    const mark = (): void => {
      this.setShadow(ShadowState.defined, address, i.second, size);
      this.pushBits(i, bits);
      if (size === 8) {
        out.u8(Op.i64Eqz);
        out.u8(Op.i32Eqz);
      }
      out.ifUnlikely();
      this.setShadow(ShadowState.undefined, address, i.second, size);
      out.end();
    };
    const write = (): void => {
      out.get(address);
      out.get(bits);
      out.memory(SHADOW_OPCODE[i.opcode] ?? i.opcode, i.second + 2 * Layout.LIMIT);
    };
    if (at >= 0) {
      mark();
      return write();
    }
    const slow = (): void => {
      this.lacks(STORABLE, address, i.second, size, true);
      out.if();
      this.report(this.scope.context.shim.badStore, address, i.second, size, i.start);
      out.else();
      mark();
      out.end();
      write();
    };
    const undefinedBits = (): void => this.pushBits(i, bits);
    this.checkObject(i, address, () => this.unlessDefined(address, i.second, size, true, slow, undefinedBits));
  }

  /** Pushes whether the access lies outside of memory or touches a byte that isn't addressable (defined or not). */
  private notAddressable(address: number, offset: number, size: number): void {
    const { out } = this;
    const { bits } = this.operands;
    const wide = size === 8;
    const shadow = out.local('state', wide ? i64 : i32);
    this.isBeyond(address, offset, size);
    out.ifUnlikely(i32);
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
}
