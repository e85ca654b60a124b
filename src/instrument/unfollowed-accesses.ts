import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { ShadowState } from '../trace/records.ts';
import { SHADOW_LOAD, SHADOW_STORE } from './access-opcodes.ts';
import { AccessProbes, LOADABLE, STORABLE } from './access-probes.ts';
import { Layout } from './memory-layout.ts';
import { ACCESS_BYTES } from '../wasm-binary/stack-effect.ts';

/** Offsets from which on an access has no room for its planes: it traps by itself. */
const LARGEST_OFFSET = 2 ** 31;

/**
 * Loads and stores of the precise densities in functions that don't follow undefined bits. Where the shadow says "defined", no
 * such bit is set, so their checks are a survey's; but a load of what is only addressable tells the host, and a store clears the bits.
 * Behind the shadow lies another plane, so that a wild address wouldn't trap in its own check: it is compared with the bound.
 */
export class UnfollowedAccesses extends AccessProbes {
  override load(i: InstructionReader, at: number): void {
    const { out } = this;
    const { context } = this.scope;
    const size = ACCESS_BYTES[i.opcode]!;
    if (this.looksAt(i, at, size)) {
      const address = out.local('address');
      out.set(address);
      const slow = (): void => {
        this.lacks(LOADABLE, address, i.second, size, at < 0);
        out.if();
        this.report(context.shim.badLoad, address, i.second, size, i.start);
        out.end();
      };
      this.checkObject(i, address, () => this.unlessLoadable(address, i.second, size, at < 0, slow));
      out.get(address);
    }
    this.kept.load(i, at);
  }

  override store(i: InstructionReader, at: number): void {
    const { out } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    if (!this.looksAt(i, at, size)) return this.kept.store(i, at);
    const [address, value] = this.takeOperands(i);
    const slow = (): void => this.defineOrReport(i, at, address);
    this.checkObject(i, address, () => this.unlessDefined(address, i.second, size, at < 0, slow));
    out.get(address);
    out.get(value);
    this.kept.store(i, at);
  }

  /** Of a frame that others reach every access counts: they may have left an undefined value there. libc's count as defined before. */
  private looksAt(i: InstructionReader, at: number, size: number): boolean {
    const { frame, role, analysis } = this.scope;
    const isOnlyOwn = role === 'libc' && analysis.isLeaf;
    const reachable = at < 0 || ((frame?.escapes ?? true) && !isOnlyOwn);
    return (reachable || this.needsShadow(at, size)) && i.second < LARGEST_OFFSET;
  }

  private defineOrReport(i: InstructionReader, at: number, address: number): void {
    const { out } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    const define = (): void => {
      this.setShadow(ShadowState.defined, address, i.second, size);
      out.get(address);
      out.shadowConstant(size, 0);
      out.memory(SHADOW_STORE[size]!, i.second + 2 * Layout.LIMIT);
    };
    if (at >= 0) return define();
    this.lacks(STORABLE, address, i.second, size, true);
    out.if();
    this.report(this.scope.context.shim.badStore, address, i.second, size, i.start);
    out.else();
    define();
    out.end();
  }

  /** Writes `slow` for where the access isn't wholly "defined" or read-only, or lies outside of memory. */
  protected unlessLoadable(address: number, offset: number, size: number, isBounded: boolean, slow: () => void): void {
    if (size > 1) return this.unlessDefined(address, offset, size, isBounded, slow);
    this.unless(() => this.pushLoadable(address, offset), address, offset, size, isBounded, slow);
  }

  /**
   * Writes `slow` for where the access isn't wholly "defined", or lies outside of memory. `undefinedBits` pushes the bits of what is
   * stored, in an integer of the access's width (narrow ones: zero beyond it): it is slow if there are any.
   */
  protected unlessDefined(
    address: number,
    offset: number,
    size: number,
    isBounded: boolean,
    slow: () => void,
    undefinedBits?: () => void,
  ): void {
    const { out } = this;
    const wide = size === 8;
    const isDefined = (): void => {
      out.get(address);
      out.memory(SHADOW_LOAD[size]!, offset + Layout.LIMIT);
      out.shadowConstant(size, ShadowState.defined);
      if (!undefinedBits) return out.u8(wide ? Op.i64Eq : Op.i32Eq);
      out.u8(wide ? Op.i64Xor : Op.i32Xor);
      undefinedBits();
      out.u8(wide ? Op.i64Or : Op.i32Or);
      out.u8(wide ? Op.i64Eqz : Op.i32Eqz);
    };
    this.unless(isDefined, address, offset, size, isBounded, slow);
  }

  /** Writes `slow` for where what `pushFine` pushes is 0, or the access lies outside of memory. */
  private unless(
    pushFine: () => void,
    address: number,
    offset: number,
    size: number,
    isBounded: boolean,
    slow: () => void,
  ): void {
    const { out } = this;
    out.block();
    out.block();
    if (isBounded) {
      this.isBeyond(address, offset, size);
      out.branchIf(0, false);
    }
    pushFine();
    out.branchIf(1, true);
    out.end();
    slow();
    out.end();
  }

  /** Pushes whether the access lies outside of the program's memory. */
  protected isBeyond(address: number, offset: number, size: number): void {
    const { out } = this;
    out.get(address);
    out.i32(Math.max(0, Layout.RESERVED_BASE - offset - size));
    out.u8(Op.i32GtU);
  }

  /** Pushes whether a byte of the access lacks a bit of its shadow (`isBounded`: or it lies outside of memory). */
  protected lacks(mask: number, address: number, offset: number, size: number, isBounded: boolean): void {
    const { out } = this;
    const wide = size === 8;
    const look = (): void => {
      out.get(address);
      out.memory(SHADOW_LOAD[size]!, offset + Layout.LIMIT);
      out.shadowConstant(size, mask);
      out.u8(wide ? Op.i64And : Op.i32And);
      out.shadowConstant(size, mask);
      out.u8(wide ? Op.i64Ne : Op.i32Ne);
    };
    if (!isBounded) return look();
    this.isBeyond(address, offset, size);
    out.ifUnlikely(ValueType.i32);
    out.i32(1);
    out.else();
    look();
    out.end();
  }

  protected setShadow(state: number, address: number, offset: number, size: number): void {
    const { out } = this;
    out.get(address);
    out.shadowConstant(size, state);
    out.memory(SHADOW_STORE[size]!, offset + Layout.LIMIT);
  }
}
