import { InstructionReader, Op } from '../wasm-binary/instructions.ts';
import { readLocals } from '../wasm-binary/instructions.ts';
import type { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { ValueType, type Module } from '../wasm-binary/module.ts';
import { RecordKind, ShadowState } from '../trace/records.ts';
import { bareLoops } from './bare-loops.ts';
import { analyseFrame, type Frame, type FrameAnalysis } from './frame-analysis.ts';
import type { FunctionRole } from './function-roles.ts';
import { Layout, Slot, WASM_PAGE_BYTES } from './memory-layout.ts';
import type { InstrumentOptions } from './options.ts';
import { StateWriter } from './state-writer.ts';
import type { ShimFunctions } from './shim-functions.ts';
import type { SiteBuilder } from './sites.ts';
import { ACCESS_BYTES, isLoad } from './stack-effect.ts';

/** Emitted record bytes in straight-line code before the ring must be looked at again. */
const RING_CHECK_EVERY = 4096;
/** Functions that hand out addresses of their locals leave their frames unused this far down the stack; see `leaveFrame`. */
const STACK_KEPT_FRACTION = 0.5;

export const SHADOW_LOAD: Readonly<Record<number, number>> = {
  1: Op.i32Load8U,
  2: Op.i32Load16U,
  4: Op.i32Load,
  8: Op.i64Load,
};
const NO_LOOPS: Set<number> = new Set();
const SHADOW_STORE: Readonly<Record<number, number>> = {
  1: Op.i32Store8,
  2: Op.i32Store16,
  4: Op.i32Store,
  8: Op.i64Store,
};
const LOADABLE = 0x01;
const STORABLE = 0x80;

/** Value type that a store takes from the stack. */
function storedType(opcode: number): number {
  if (opcode === Op.f32Store) return ValueType.f32;
  if (opcode === Op.f64Store) return ValueType.f64;
  return opcode === Op.i64Store || opcode >= Op.i64Store8 ? ValueType.i64 : ValueType.i32;
}

const TRAPPING = new Set<number>([Op.unreachable]);
for (let op = 0x6d; op <= 0x70; op++) TRAPPING.add(op); // i32 division and remainder
for (let op = 0x7f; op <= 0x82; op++) TRAPPING.add(op); // i64
for (const op of [0xa8, 0xa9, 0xaa, 0xab, 0xae, 0xaf, 0xb0, 0xb1]) TRAPPING.add(op); // float to integer

/** The stack's bounds and the module-wide facts that every function's probes need. */
export interface RewriteContext {
  readonly module: Module;
  readonly options: InstrumentOptions;
  readonly shim: ShimFunctions;
  readonly sites: SiteBuilder;
  readonly roles: readonly FunctionRole[];
  readonly stackPointer: number;
  readonly stackHigh: number;
  /** Globals lie in [globalBase, heapBase). */
  readonly globalBase: number;
  readonly heapBase: number;
  /** Code offsets at which statements begin, ascending. */
  readonly statements: Uint32Array;
  /** A block type for a function type's results (no parameters). */
  blockType(typeIndex: number): number;
}

/** Rewrites one function after another; buffers are reused. */
export class FunctionRewriter {
  protected readonly out: StateWriter;
  protected functionIndex = 0;
  protected role: FunctionRole = 'user';
  private analysis!: FrameAnalysis;
  protected frame: Frame | undefined;
  private frameBase = -1;
  protected depth = 0;
  private hasStatements = false;
  /** Offsets at which a round of a loop counts as a statement. */
  private loopRounds = NO_LOOPS;
  /** A function that calls nothing takes its call slot only when it has something to say. */
  private slotOnDemand = false;
  private entrySite = 0;
  protected accessOrdinal = 0;
  private nextStatement = 0;
  private statementsEnd = 0;
  private handsOutLocals = false;
  private readonly window: boolean;
  private readonly checks: boolean;

  constructor(protected readonly context: RewriteContext) {
    this.window = context.options.density === 'window';
    this.out = new StateWriter(context.shim, this.window);
    this.checks = context.options.checks ?? true;
  }

  /** Bytes of the frame of the function last rewritten. */
  get frameBytes(): number {
    return this.frame?.size ?? 0;
  }

  /**
   * Appends the rewritten body (locals and instructions, without the size field) of the function at this position to `target`.
   * `onInstruction` is told the old and new offset of each instruction, the new one from the start of this body.
   */
  rewrite(position: number, target: ByteWriter, onInstruction?: (oldOffset: number, newOffset: number) => void): void {
    const { module } = this.context;
    const body = module.bodies[position]!;
    this.functionIndex = position + module.importedFunctions;
    this.role = this.context.roles[position]!;
    this.frame = undefined;
    if (this.role === 'shim') return target.copy(module.bytes, body.start, body.end);
    const typeIndex = module.functionTypes[this.functionIndex]!;
    const { groups, codeStart } = readLocals(module.bytes, body.start, body.end);
    const ownLocals = groups.reduce((n, [count]) => n + count, module.types[typeIndex]!.parameters.length);
    this.prepare(typeIndex, ownLocals, codeStart, body.end, body.start - module.codeStart);
    const marks: number[] = [];
    this.writeBody(typeIndex, codeStart, body.end, onInstruction && ((old, now) => marks.push(old, now)));
    const start = target.length;
    target.u32(groups.length + this.out.addedLocals.length);
    for (const [count, type] of groups) (target.u32(count), target.u8(type));
    for (const type of this.out.addedLocals) (target.u32(1), target.u8(type));
    const shift = target.length - start;
    target.raw(this.out.bytes);
    for (let k = 0; k < marks.length; k += 2) onInstruction?.(marks[k]!, marks[k + 1]! + shift);
  }

  protected prepare(typeIndex: number, ownLocals: number, codeStart: number, end: number, codeOffset: number): void {
    const { module, stackPointer, statements } = this.context;
    this.depth = 0;
    this.accessOrdinal = 0;
    this.frameBase = -1;
    this.handsOutLocals = false;
    this.analysis =
      this.role === 'checked'
        ? { frame: undefined, accesses: [], isLeaf: false, movesStack: false }
        : analyseFrame(module, stackPointer, typeIndex, ownLocals, codeStart, end);
    this.frame = this.analysis.frame;
    this.slotOnDemand = this.context.options.density === 'survey' && this.analysis.isLeaf && !this.analysis.movesStack;
    this.nextStatement = lowerBound(statements, codeOffset);
    this.statementsEnd = lowerBound(statements, end - module.codeStart);
    this.hasStatements = this.nextStatement < this.statementsEnd;
    this.entrySite = this.site(codeStart);
    const { slotOnDemand, entrySite } = this;
    this.out.beginFunction(ownLocals, {
      statements: this.statementsEnd - this.nextStatement,
      slotOnDemand,
      entrySite,
    });
    this.loopRounds = this.hasStatements ? this.findBareLoops(codeStart, end) : NO_LOOPS;
  }

  private findBareLoops(codeStart: number, end: number): Set<number> {
    const { module, statements } = this.context;
    return bareLoops(
      new InstructionReader(module.bytes, codeStart, end),
      (from, to) => lowerBound(statements, from - module.codeStart) < lowerBound(statements, to - module.codeStart),
    );
  }

  private writeBody(
    typeIndex: number,
    codeStart: number,
    end: number,
    onInstruction?: (old: number, now: number) => void,
  ): void {
    const { module } = this.context;
    const { out } = this;
    this.enterFunction();
    if (!this.frame) this.enterFrame();
    out.u8(Op.block);
    out.s32(this.context.blockType(typeIndex));
    const i = new InstructionReader(module.bytes, codeStart, end);
    while (i.next()) {
      onInstruction?.(i.start, out.length);
      if (this.depth === 0 && i.opcode === Op.end) break;
      this.statementProbe(i.start);
      this.instruction(i);
      if (this.frame?.setAt === i.end) this.enterFrame();
    }
    this.out.flush();
    this.endBody();
    out.end();
    this.leaveFunction();
    out.end();
  }

  /** Control reaches the end of the body by itself. */
  protected endBody(): void {}

  // Calls

  /** Takes a call slot. */
  protected enterFunction(): void {
    const { out } = this;
    if (this.slotOnDemand) {
      if (this.hasStatements) this.out.tickIfDue();
      return;
    }
    const slot = out.local('slot');
    out.state(Layout.STATE_SLOT);
    out.set(slot);
    if (!this.frame) this.overflowUnless(slot, Layout.SLOTS_END, Op.i32GeU);
    out.i32(Layout.STATE_BASE);
    out.get(slot);
    out.add(Layout.SLOT_BYTES);
    out.memory(Op.i32Store, Layout.STATE_SLOT, true);
    this.atSite(this.entrySite);
    if (this.hasStatements) this.out.tickIfDue();
    if (this.window) this.out.loadRing();
  }

  /** Calls the stack-overflow handler when the value in a local compares so with the bound. */
  private overflowUnless(local: number, bound: number, comparison: number): void {
    const { out } = this;
    out.get(local);
    out.i32(bound);
    out.u8(comparison);
    out.if();
    this.out.slowCall(() => {
      out.get(local);
      out.call(this.context.shim.stackOverflow);
    });
    out.end();
  }

  /** Once the frame base is known (or there is no frame). */
  private enterFrame(): void {
    const { out, frame } = this;
    if (frame) {
      this.frameBase = out.local('frame');
      out.get(frame.local);
      out.set(this.frameBase);
      this.overflowUnless(this.frameBase, Layout.NULL_PAGE_END, Op.i32LtS);
      if (!this.slotOnDemand) {
        out.get(out.local('slot'));
        out.get(this.frameBase);
        out.memory(Op.i32Store, Slot.frameBase, true);
      }
      // libc's own locals are trusted; only what it does with the program's memory is of interest.
      this.markFrame(this.role === 'libc' ? ShadowState.defined : ShadowState.undefined);
    }
    if (this.window) this.recordEnter();
  }

  /** Shadow of the frame's bytes that need any: all of one that escapes, else those that may be read unwritten. */
  private markFrame(state: number): void {
    const { frame } = this;
    if (!frame || !this.checks) return;
    if (this.context.options.density === 'precise') this.markValues(frame, state);
    if (this.role === 'libc' && !frame.escapes) return;
    if (frame.escapes) return this.out.fillShadow(this.frameBase, 0, frame.size, state);
    this.markUnassigned(frame, Layout.LIMIT, state);
  }

  /** The undefined bits of the frame's bytes, by the state the frame gets. */
  private markValues(frame: Frame, state: number): void {
    if (state === ShadowState.afterReturn) return;
    const bits = state === ShadowState.undefined ? 0xff : 0;
    if (frame.escapes) this.out.fillShadow(this.frameBase, 0, frame.size, bits, 2 * Layout.LIMIT);
    else this.markUnassigned(frame, 2 * Layout.LIMIT, bits);
  }

  private markUnassigned(frame: Frame, plane: number, state: number): void {
    for (let from = frame.unassigned.indexOf(1); from >= 0;) {
      let to = from;
      while (frame.unassigned[to]) to++;
      this.out.fillShadow(this.frameBase, from, to - from, state, plane);
      from = frame.unassigned.indexOf(1, to);
    }
  }

  /**
   * A frame whose locals' addresses may be about is not given back to the stack pointer while there is room, so that a use
   * after return is seen even when other calls were made in between. The caller's own return takes all of it back.
   */
  private keepFrame(): void {
    const { out } = this;
    out.get(this.frameBase);
    out.i32(Math.floor(this.context.stackHigh * STACK_KEPT_FRACTION));
    out.u8(Op.i32GeU);
    out.if();
    out.get(this.frameBase);
    out.u8(Op.globalSet);
    out.u32(this.context.stackPointer);
    out.end();
  }

  protected leaveFunction(): void {
    const { out } = this;
    if (this.frame && this.role !== 'libc') {
      this.markFrame(ShadowState.afterReturn);
      if (this.checks && this.handsOutLocals && this.frame.escapes) this.keepFrame();
    }
    if (this.window) this.out.recordHeader(RecordKind.leave, this.functionIndex, 1);
    this.out.sync();
    if (this.slotOnDemand) return;
    out.i32(Layout.STATE_BASE);
    out.get(out.local('slot'));
    out.memory(Op.i32Store, Layout.STATE_SLOT, true);
  }

  protected site(start: number): number {
    return this.context.sites.add(start - this.context.module.codeStart, this.functionIndex);
  }

  /** Notes where this function is, for call stacks. */
  private atSite(site: number): void {
    this.out.get(this.out.local('slot'));
    this.out.i32(site);
    this.out.memory(Op.i32Store, Slot.site, true);
  }

  // Statements

  private statementProbe(start: number): void {
    const { statements, module } = this.context;
    const begins =
      this.nextStatement < this.statementsEnd && statements[this.nextStatement] === start - module.codeStart;
    if (begins) this.nextStatement++;
    else if (!this.loopRounds.has(start)) return;
    if (this.window) this.out.recordHeader(RecordKind.step, this.site(start), 1);
    this.out.countStatement();
  }

  // Instructions

  protected instruction(i: InstructionReader): void {
    const { out } = this;
    const { opcode } = i;
    if (this.role === 'checked') return this.checkedInstruction(i);
    if (opcode < 0x100 && ACCESS_BYTES[opcode]) {
      const at = this.analysis.accesses[this.accessOrdinal++]!;
      return isLoad(opcode) ? this.load(i, at) : this.store(i, at);
    }
    if (TRAPPING.has(opcode)) {
      this.out.sync();
      this.site(i.start);
    }
    switch (opcode) {
      case Op.call:
      case Op.callIndirect:
        return this.callProbe(i);
      case Op.memoryCopy:
      case Op.memoryFill:
        this.out.sync();
        out.i32(this.site(i.start));
        out.call(opcode === Op.memoryCopy ? this.context.shim.memoryCopy : this.context.shim.memoryFill);
        return this.afterCall();
      case Op.memorySize:
        return out.i32(Layout.LIMIT / WASM_PAGE_BYTES);
      case Op.memoryGrow:
        out.u8(Op.drop);
        return out.i32(-1);
      case Op.globalSet:
        return this.setGlobal(i);
      default:
        return this.structure(i);
    }
  }

  /** The shim's string functions write records of their own, so the ring must be theirs while they call. */
  private checkedInstruction(i: InstructionReader): void {
    const isCall = i.opcode === Op.call || i.opcode === Op.callIndirect;
    if (isCall) this.out.sync();
    this.structure(i);
    if (isCall) this.afterCall();
  }

  /** Control instructions, and everything that is copied as it is. */
  protected structure(i: InstructionReader): void {
    const { out } = this;
    switch (i.opcode) {
      case Op.block:
      case Op.loop:
      case Op.if:
      case Op.try:
      case Op.tryTable:
        this.depth++;
        break;
      case Op.end:
      case Op.delegate:
        this.depth--;
        break;
      case Op.return:
        this.out.flush();
        out.u8(Op.br);
        return out.u32(this.depth);
      default:
    }
    if (i.opcode <= Op.return || i.opcode === Op.delegate || i.opcode === Op.catchAll || i.opcode === Op.tryTable)
      this.out.flush();
    out.copy(this.context.module.bytes, i.start, i.end);
    if (i.opcode === Op.loop) {
      this.out.tickInLoop();
      this.out.drainIfFull();
    }
  }

  protected callProbe(i: InstructionReader): void {
    const { out, context } = this;
    const layoutCall = i.opcode === Op.call && context.shim.layoutCalls.has(i.first);
    if (layoutCall) this.handsOutLocals = true;
    else this.atSite(this.site(i.start));
    if (!layoutCall || this.window) this.out.sync();
    if (i.opcode === Op.callIndirect) this.noteCallee();
    out.copy(context.module.bytes, i.start, i.end);
    this.afterCall();
  }

  /** Engines don't say whether a function pointer was null or of another type: the host can look here. */
  private noteCallee(): void {
    const { out } = this;
    const callee = out.local('callee');
    out.set(callee);
    out.i32(Layout.STATE_BASE);
    out.get(callee);
    out.memory(Op.i32Store, Layout.STATE_CALLEE, true);
    out.get(callee);
  }

  private afterCall(): void {
    if (!this.window) return;
    this.out.loadRing();
    this.out.drainIfFull();
  }

  private setGlobal(i: InstructionReader): void {
    const { out, context } = this;
    const afterPrologue = !this.frame || i.start >= this.frame.setAt;
    if (i.first === context.stackPointer && this.analysis.movesStack && this.checks && afterPrologue) {
      const to = out.local('address');
      out.set(to);
      out.u8(Op.globalGet);
      out.u32(context.stackPointer);
      out.get(to);
      this.out.sync();
      out.call(context.shim.stackMoved);
      if (this.window) this.out.loadRing();
      out.get(to);
    }
    out.copy(context.module.bytes, i.start, i.end);
  }

  // Memory accesses

  /** The frame's own accesses at constants are in bounds; `true` if this one needs its shadow looked at even so. */
  protected needsShadow(at: number, size: number): boolean {
    if (!this.checks) return false;
    if (at < 0) return true;
    if (this.role === 'libc') return false;
    if (this.frame!.escapes) return true;
    for (let k = at; k < at + size; k++) if (this.frame!.unassigned[k]) return true;
    return false;
  }

  /** Pushes whether the shadow of the access whose address is in `address` lacks a bit of `mask` in some byte. */
  protected shadowLacks(address: number, offset: number, size: number, mask: number): void {
    const { out } = this;
    out.get(address);
    out.memory(SHADOW_LOAD[size]!, offset + Layout.LIMIT);
    out.shadowConstant(size, mask);
    out.u8(size === 8 ? Op.i64And : Op.i32And);
    out.shadowConstant(size, mask);
    out.u8(size === 8 ? Op.i64Ne : Op.i32Ne);
  }

  protected reportAccess(handler: number, address: number, offset: number, size: number, start: number): void {
    const { out } = this;
    const site = this.site(start);
    this.out.slowCall(() => {
      out.get(address);
      out.add(offset);
      out.i32(size);
      out.i32(site);
      out.call(handler);
    });
  }

  protected load(i: InstructionReader, at: number): void {
    const { out, context } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    if (this.needsShadow(at, size) && i.second + Layout.LIMIT < 2 ** 32) {
      const address = out.local('address');
      out.set(address);
      this.shadowLacks(address, i.second, size, LOADABLE);
      out.if();
      this.reportAccess(context.shim.badLoad, address, i.second, size, i.start);
      out.end();
      out.get(address);
    }
    out.copy(context.module.bytes, i.start, i.end);
  }

  protected store(i: InstructionReader, at: number): void {
    const { out, context } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    const shadow = this.needsShadow(at, size) && i.second + Layout.LIMIT < 2 ** 32;
    if (!shadow && !this.window) return out.copy(context.module.bytes, i.start, i.end);
    const address = out.local('address');
    const value = out.local('value', storedType(i.opcode));
    out.set(value);
    out.set(address);
    if (shadow) this.checkStore(i, at, size, address);
    if (this.window) this.recordStore(i, size, address, value);
    out.get(address);
    out.get(value);
    out.copy(context.module.bytes, i.start, i.end);
  }

  protected checkStore(i: InstructionReader, at: number, size: number, address: number): void {
    const { out, context } = this;
    const define = (): void => {
      out.get(address);
      out.shadowConstant(size, ShadowState.defined);
      out.memory(SHADOW_STORE[size]!, i.second + Layout.LIMIT);
    };
    if (at >= 0) return define();
    this.shadowLacks(address, i.second, size, STORABLE);
    out.if();
    this.reportAccess(context.shim.badStore, address, i.second, size, i.start);
    out.else();
    define();
    out.end();
  }

  // Records

  private recordEnter(): void {
    const { out } = this;
    this.out.drainIfFull();
    const record = this.out.recordHeader(RecordKind.enter, this.functionIndex, 3);
    const slot = out.local('slot');
    const ring = out.local('ring');
    out.get(ring);
    if (this.frame) out.get(this.frameBase);
    else {
      out.u8(Op.globalGet);
      out.u32(this.context.stackPointer);
    }
    out.memory(Op.i32Store, record + 4, true);
    out.get(ring);
    out.get(slot);
    out.add(-Layout.SLOT_BYTES);
    out.memory(Op.i32Load, Slot.site, true);
    out.memory(Op.i32Store, record + 8, true);
  }

  private recordStore(i: InstructionReader, size: number, address: number, value: number): void {
    const { out } = this;
    if (this.out.recordBytes > RING_CHECK_EVERY) this.out.drainIfFull();
    const kind =
      size === 1
        ? RecordKind.store1
        : size === 2
          ? RecordKind.store2
          : size === 4
            ? RecordKind.store4
            : RecordKind.store8;
    const record = this.out.recordHeader(kind, this.site(i.start), size === 8 ? 4 : 3);
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

/** Index of the first element not below `value`. */
function lowerBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
