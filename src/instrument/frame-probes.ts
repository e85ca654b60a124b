import { Op } from '../wasm-binary/instructions.ts';
import { ShadowState } from '../trace/records.ts';
import type { Frame } from './frame-analysis.ts';
import { Layout, Slot } from './memory-layout.ts';
import { isPrecise } from './options.ts';
import type { FunctionScope } from './rewrite-context.ts';
import type { StateWriter } from './state-writer.ts';

/** Functions that hand out addresses of their locals leave their frames unused this far down the stack; see `keep`. */
const STACK_KEPT_FRACTION = 0.5;
/** Keeps the bytes of a returned frame's name apart from all states. */
const NAME_BIT = 0x40;
/** A frame of libc's up to this size is marked wherever it is: that takes no more than to ask. */
const MARKED_INLINE = 64;
/** So many bytes below the stack pointer, as in wasm/shadow.c. */
const GIVEN_BACK = 256;

/** Runs of bytes of a frame that may be read before they are written: [from, to). */
function unassignedRuns({ unassigned }: Frame): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (let from = unassigned.indexOf(1); from >= 0;) {
    let to = from;
    while (unassigned[to]) to++;
    runs.push([from, to]);
    from = unassigned.indexOf(1, to);
  }
  return runs;
}

/** Writes what keeps the shadow of a function's stack frame true. */
export class FrameProbes {
  private readonly checks: boolean;

  constructor(
    private readonly scope: FunctionScope,
    private readonly out: StateWriter,
  ) {
    this.checks = scope.context.options.checks ?? true;
  }

  /** Once the frame base is known. */
  enter(frame: Frame, hasSlot: boolean, entrySite: number): void {
    const { out, scope } = this;
    scope.frameBase = out.local('frame');
    out.get(frame.local);
    out.set(scope.frameBase);
    // A small frame that nothing is called from lies in the null page at worst.
    const isLastAndSmall = scope.analysis.isLeaf && frame.size < Layout.NULL_PAGE_END / 2;
    if (!isLastAndSmall) this.checkOverflow(scope.frameBase);
    if (hasSlot) {
      out.get(out.local('slot'));
      out.get(scope.frameBase);
      out.memory(Op.i32Store, Slot.frameBase, true);
    }
    // libc's own locals are trusted; only what it does with the program's memory is of interest.
    this.mark(frame, scope.role === 'libc' ? ShadowState.defined : ShadowState.undefined, entrySite);
  }

  /** At the function's end. */
  leave(frame: Frame, handsOutLocals: boolean, entrySite: number): void {
    const { scope } = this;
    if (scope.role === 'libc') return;
    this.mark(frame, ShadowState.afterReturn, entrySite);
    if (this.checks && scope.analysis.movesStack) this.leaveAllocated();
    if (!this.checks || !handsOutLocals || !frame.escapes) return;
    if (scope.context.options.density !== 'window') this.leaveName(entrySite);
    this.keep();
  }

  /** Arrays of variable length and what alloca() gave lie below the frame: `lowest` is how far down, 0 if there are none. */
  stackMovedTo(to: number): void {
    const { out } = this;
    const lowest = out.local('lowest');
    out.get(to);
    out.get(lowest);
    out.add(-1);
    out.u8(Op.i32LtU);
    out.if();
    out.get(to);
    out.set(lowest);
    out.end();
  }

  private leaveAllocated(): void {
    const { out, scope } = this;
    out.sync();
    out.get(out.local('lowest'));
    out.get(scope.frameBase);
    out.call(scope.context.shim.stackLeft);
    if (scope.context.options.density === 'window') out.loadRing();
  }

  /** Where only main runs, and no handler when its stack is full, the stack's end is known. */
  private checkOverflow(frameBase: number): void {
    const { out, scope } = this;
    if (scope.context.options.hasThreads || scope.context.hasSignalStack)
      this.overflowIf(frameBase, () => out.state(Layout.STATE_STACK_LOW), Op.i32LtS);
    else this.overflowIf(frameBase, () => out.i32(Layout.NULL_PAGE_END), Op.i32LtS);
  }

  /** There are no more call slots. */
  overflowOfSlots(slot: number): void {
    const { out, scope } = this;
    const end = (): void =>
      scope.context.hasSignalStack ? out.state(Layout.STATE_SLOTS_END) : out.i32(Layout.SLOTS_END);
    this.overflowIf(slot, end, Op.i32GeU);
  }

  /** Calls the stack-overflow handler when the value in a local compares so with the bound. */
  private overflowIf(local: number, bound: () => void, comparison: number): void {
    const { out } = this;
    out.get(local);
    bound();
    out.u8(comparison);
    out.ifUnlikely();
    out.slowCall(() => {
      out.get(local);
      out.call(this.scope.context.shim.stackOverflow);
    });
    out.end();
  }

  /** Shadow of the frame's bytes that need any: all of one that escapes, else those that may be read unwritten. */
  private mark(frame: Frame, state: number, entrySite: number): void {
    const { out, scope } = this;
    if (!this.checks) return;
    if (scope.bitSlots) return;
    if (scope.role === 'libc') {
      if (!frame.escapes) return;
      if (frame.size > MARKED_INLINE) return this.markLibcs(frame);
    } else if (frame.escapes || frame.unassigned.includes(1)) this.endClean();
    if (isPrecise(scope.context.options.density)) this.markValues(frame, state, entrySite);
    if (frame.escapes) return out.fillShadow(scope.frameBase, 0, frame.size, state);
    for (const [from, to] of unassignedRuns(frame)) out.fillShadow(scope.frameBase, from, to - from, state);
  }

  /** A large frame of libc's: marked unless it is still as the last one has left it (see wasm/shadow.c). */
  private markLibcs(frame: Frame): void {
    const { out, scope } = this;
    out.get(scope.frameBase);
    out.state(Layout.STATE_CLEAN_LOW);
    out.u8(Op.i32LtU);
    out.get(scope.frameBase);
    out.add(frame.size);
    out.state(Layout.STATE_CLEAN_HIGH);
    out.u8(Op.i32GtU);
    out.u8(Op.i32Or);
    out.ifUnlikely();
    out.aroundRedZone(() => {
      out.get(scope.frameBase);
      out.i32(frame.size);
      out.call(scope.context.shim.libcFrame);
    });
    out.end();
  }

  /** A function of libc's has returned to one of the program's: the stack below is nobody's again. */
  libcLeft(): void {
    const { out, scope } = this;
    if (!this.checks) return;
    const stackPointer = (): void => {
      out.u8(Op.globalGet);
      out.u32(scope.context.stackPointer);
    };
    out.state(Layout.STATE_CLEAN_HIGH);
    out.add(GIVEN_BACK);
    stackPointer();
    out.u8(Op.i32GtU);
    out.ifUnlikely();
    stackPointer();
    out.call(scope.context.shim.libcLeft);
    out.end();
  }

  /** The program marks this frame: only what lies below it may still be as libc's frames have left it. */
  private endClean(): void {
    const { out, scope } = this;
    out.get(scope.frameBase);
    out.state(Layout.STATE_CLEAN_HIGH);
    out.u8(Op.i32LtU);
    out.ifUnlikely();
    out.i32(Layout.STATE_BASE);
    out.get(scope.frameBase);
    out.memory(Op.i32Store, Layout.STATE_CLEAN_HIGH, true);
    out.end();
  }

  /** The undefined bits of a frame that others reach, by the state the frame gets. */
  private markValues(frame: Frame, state: number, entrySite: number): void {
    if (state === ShadowState.afterReturn || !frame.escapes) return;
    if (state === ShadowState.undefined && this.scope.context.options.density === 'origins')
      return this.undefine(frame, entrySite);
    const bits = state === ShadowState.undefined ? 0xff : 0;
    this.out.fillShadow(this.scope.frameBase, 0, frame.size, bits, 2 * Layout.LIMIT);
  }

  /** As markValues, but the shim decides which bytes these are. */
  private undefine(frame: Frame, entrySite: number): void {
    const { out, scope } = this;
    out.aroundRedZone(() => {
      out.get(scope.frameBase);
      out.i32(0);
      out.i32(frame.size);
      out.i32(entrySite);
      out.call(scope.context.shim.frameUndefined);
    });
  }

  /** Says in the shadow of a frame's first bytes whose frame it was: five bits of the entry site in each byte after the mark. */
  private leaveName(entrySite: number): void {
    const { out } = this;
    const state = BigInt(ShadowState.afterReturn);
    let word = BigInt(ShadowState.afterReturnMark) | (state << 48n) | (state << 56n);
    for (let i = 0; i < 5; i++)
      word |= BigInt((((entrySite >>> (5 * i)) & 0x1f) << 1) | NAME_BIT) << BigInt(8 * (i + 1));
    out.get(this.scope.frameBase);
    out.i64(word);
    out.memory(Op.i64Store, Layout.LIMIT);
  }

  /**
   * A frame whose locals' addresses may be about is not given back to the stack pointer while there is room, so that a use
   * after return is seen even when other calls were made in between. The caller's own return takes all of it back.
   */
  private keep(): void {
    const { out, scope } = this;
    const lowestInUse = (): void => {
      if (!scope.analysis.movesStack) return out.get(scope.frameBase);
      out.get(out.local('lowest'));
      out.get(scope.frameBase);
      out.get(out.local('lowest'));
      out.u8(Op.select);
    };
    lowestInUse();
    out.i32(Math.floor(scope.context.stackHigh * STACK_KEPT_FRACTION));
    out.u8(Op.i32GeU);
    out.if();
    lowestInUse();
    out.u8(Op.globalSet);
    out.u32(scope.context.stackPointer);
    out.end();
  }
}
