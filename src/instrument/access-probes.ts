import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { FindingFlag, FindingKind, RecordKind, ShadowState } from '../trace/records.ts';
import { accessType, SHADOW_LOAD, SHADOW_STORE } from './access-opcodes.ts';
import type { Frame } from './frame-analysis.ts';
import { KeptValues } from './kept-values.ts';
import { Layout } from './memory-layout.ts';
import { From, type ProgramObject } from './program-objects.ts';
import type { FunctionScope } from './rewrite-context.ts';
import { ACCESS_BYTES, isLoad } from '../wasm-binary/stack-effect.ts';
import { RING_CHECK_EVERY, type StateWriter } from './state-writer.ts';

/** Bits of a shadow byte. */
export const LOADABLE = 0x01;
export const STORABLE = 0x80;

const STORE_RECORD: Readonly<Record<number, number>> = {
  1: RecordKind.store1,
  2: RecordKind.store2,
  4: RecordKind.store4,
  8: RecordKind.store8,
};

/** Writes loads and stores with their checks and records. */
export class AccessProbes {
  private readonly checks: boolean;
  private readonly window: boolean;
  protected readonly kept: KeptValues;
  private ordinal = 0;
  /** What the access must lie in besides. */
  private object: ProgramObject | undefined;

  constructor(
    protected readonly scope: FunctionScope,
    protected readonly out: StateWriter,
  ) {
    this.checks = scope.context.options.checks ?? true;
    this.window = scope.context.options.density === 'window';
    this.kept = new KeptValues(scope, out);
  }

  /** Starts a new function. */
  begin(): void {
    this.ordinal = 0;
  }

  /** The function's frame is there. */
  enterFrame(_frame: Frame, _entrySite: number): void {}

  /** The next load or store of the function: its offset in the frame, or -1 for one that is elsewhere. */
  nextOffset(): number {
    this.object = this.scope.indexed[this.ordinal];
    return this.scope.analysis.accesses[this.ordinal++]!;
  }

  load(i: InstructionReader, at: number): void {
    const { out, scope } = this;
    const { context } = scope;
    const size = ACCESS_BYTES[i.opcode]!;
    if (this.needsShadow(at, size) && i.second + Layout.LIMIT < 2 ** 32) {
      const address = out.local('address');
      out.set(address);
      this.checkObject(i, address, () =>
        this.checkShadow(address, i.second, size, LOADABLE, () =>
          this.report(context.shim.badLoad, address, i.second, size, i.start),
        ),
      );
      out.get(address);
    }
    this.kept.load(i, at);
  }

  store(i: InstructionReader, at: number): void {
    const { out } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    const shadow = this.needsShadow(at, size) && i.second + Layout.LIMIT < 2 ** 32;
    if (!shadow && !this.window) return this.kept.store(i, at);
    const [address, value] = this.takeOperands(i);
    if (shadow) this.checkStore(i, at, size, address);
    if (this.window) this.recordStore(i, size, address, value);
    out.get(address);
    out.get(value);
    this.kept.store(i, at);
  }

  /** Moves a store's operands to locals. */
  protected takeOperands(i: InstructionReader): [address: number, value: number] {
    const { out } = this;
    const address = out.local('address');
    const value = out.local('value', accessType(i.opcode));
    out.set(value);
    out.set(address);
    return [address, value];
  }

  /** The frame's own accesses at constants are in bounds; `true` if this one needs its shadow looked at even so. */
  protected needsShadow(at: number, size: number): boolean {
    const { role, frame } = this.scope;
    if (!this.checks) return false;
    if (at < 0) return true;
    if (role === 'libc') return false;
    if (frame!.escapes) return true;
    for (let k = at; k < at + size; k++) if (frame!.unassigned[k]) return true;
    return false;
  }

  /**
   * Looks at the shadow of the access whose address is in `address`: nearly always all of it is "defined", which takes one
   * comparison. Else `bad` is written for where some byte lacks a bit of `mask`, and `good` for the rest.
   */
  private checkShadow(address: number, offset: number, size: number, mask: number, bad: () => void, good?: () => void) {
    const { out } = this;
    if (size === 1 && mask === LOADABLE) {
      this.pushLoadable(address, offset);
      out.u8(Op.i32Eqz);
      out.ifUnlikely();
      bad();
      return out.end();
    }
    const wide = size === 8;
    const shadow = out.local('shadow', wide ? ValueType.i64 : ValueType.i32);
    const not = (byte: number): void => {
      out.shadowConstant(size, byte);
      out.u8(wide ? Op.i64Ne : Op.i32Ne);
      out.ifUnlikely();
    };
    out.get(address);
    out.memory(SHADOW_LOAD[size]!, offset + Layout.LIMIT);
    out.tee(shadow);
    not(ShadowState.defined);
    out.get(shadow);
    out.shadowConstant(size, mask);
    out.u8(wide ? Op.i64And : Op.i32And);
    not(mask);
    bad();
    if (good) {
      out.else();
      good();
    }
    out.end();
    out.end();
  }

  /** Pushes whether a byte can be loaded. One test tells so of string literals too, which are not "defined" but read-only. */
  protected pushLoadable(address: number, offset: number): void {
    const { out } = this;
    out.get(address);
    out.memory(SHADOW_LOAD[1]!, offset + Layout.LIMIT);
    out.i32(LOADABLE);
    out.u8(Op.i32And);
  }

  /** Writes `inside` for where the access isn't wholly outside of the object that it was meant for, if that is known. */
  protected checkObject(i: InstructionReader, address: number, inside: () => void): void {
    const { out, object } = this;
    if (!object) return inside();
    const size = ACCESS_BYTES[i.opcode]!;
    this.distance(i, address, object);
    out.i32(object.size - size);
    out.u8(Op.i32GtU);
    out.ifUnlikely();
    this.reportOutside(i, address, object);
    out.else();
    inside();
    out.end();
  }

  /** Pushes how far from the object's first byte the access is. */
  private distance(i: InstructionReader, address: number, { from, offset }: ProgramObject): void {
    const { out, scope } = this;
    out.get(address);
    if (from === From.frame) out.get(scope.frame!.local);
    else if (from === From.threadLocals) {
      out.u8(Op.globalGet);
      out.u32(scope.context.threadLocals);
    }
    if (from !== From.zero) out.u8(Op.i32Sub);
    out.add(i.second - offset);
  }

  private reportOutside(i: InstructionReader, address: number, object: ProgramObject): void {
    const { out, scope } = this;
    const site = scope.site(i.start);
    out.slowCall(() => {
      out.get(address);
      out.add(i.second);
      out.i32(ACCESS_BYTES[i.opcode]!);
      out.i32(isLoad(i.opcode) ? FindingFlag.read : FindingFlag.write);
      if (object.from === From.frame) {
        out.get(scope.frame!.local);
        out.add(object.offset);
      } else out.i32(object.known);
      this.distance(i, address, object);
      out.i32(object.from === From.frame ? FindingKind.stackBufferOverflow : FindingKind.globalBufferOverflow);
      out.i32(site);
      out.call(scope.context.shim.badIndex);
    });
  }

  protected report(handler: number, address: number, offset: number, size: number, start: number): void {
    const { out } = this;
    const site = this.scope.site(start);
    out.slowCall(() => {
      out.get(address);
      out.add(offset);
      out.i32(size);
      out.i32(site);
      out.call(handler);
    });
  }

  private checkStore(i: InstructionReader, at: number, size: number, address: number): void {
    const { out } = this;
    const define = (): void => {
      out.get(address);
      out.shadowConstant(size, ShadowState.defined);
      out.memory(SHADOW_STORE[size]!, i.second + Layout.LIMIT);
    };
    if (at >= 0) return define();
    const bad = (): void => this.report(this.scope.context.shim.badStore, address, i.second, size, i.start);
    this.checkObject(i, address, () => this.checkShadow(address, i.second, size, STORABLE, bad, define));
  }

  private recordStore(i: InstructionReader, size: number, address: number, value: number): void {
    const { out } = this;
    if (out.recordBytes > RING_CHECK_EVERY) out.drainIfFull();
    const record = out.recordHeader(STORE_RECORD[size]!, this.scope.site(i.start), size === 8 ? 4 : 3);
    out.get(out.local('ring'));
    out.get(address);
    out.add(i.second);
    out.memory(Op.i32Store, record + 4, true);
    out.get(out.local('ring'));
    out.get(address);
    out.memory(SHADOW_LOAD[size]!, i.second);
    out.get(value);
    this.asInteger(i.opcode, size);
    out.u8(size === 8 ? Op.i64Xor : Op.i32Xor);
    out.memory(size === 8 ? Op.i64Store : Op.i32Store, record + 8);
  }

  /** Turns the stored value on the stack into an integer of the access's width. */
  private asInteger(opcode: number, size: number): void {
    const { out } = this;
    if (opcode === Op.f32Store) out.u8(Op.i32ReinterpretF32);
    else if (opcode === Op.f64Store) out.u8(Op.i64ReinterpretF64);
    else if (opcode >= Op.i64Store8) out.u8(Op.i32WrapI64);
    if (size < 4) {
      out.i32(size === 1 ? 0xff : 0xffff);
      out.u8(Op.i32And);
    }
  }
}
