import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import type { FrameProbes } from './frame-probes.ts';
import { Layout } from './memory-layout.ts';
import { isPrecise } from './options.ts';
import type { FunctionScope } from './rewrite-context.ts';
import type { StateWriter } from './state-writer.ts';

/** Writes what surrounds calls: who is called from where, for call stacks, and what is in locals between calls. */
export class CallProbes {
  /** The function has told clang's runtime where its locals lie, as others get their addresses. */
  handsOutLocals = false;
  /** A function that calls nothing takes its call slot only when it has something to say. */
  slotOnDemand = false;
  private readonly window: boolean;

  constructor(
    private readonly scope: FunctionScope,
    private readonly out: StateWriter,
    private readonly frames: FrameProbes,
  ) {
    this.window = scope.context.options.density === 'window';
  }

  /** Starts a new function, which has been analysed. */
  begin(): void {
    const { analysis, isFollowed, context } = this.scope;
    this.handsOutLocals = false;
    this.slotOnDemand =
      !this.window && !isFollowed && analysis.isLeaf && !analysis.movesStack && !context.options.notesTraps;
  }

  /**
   * Takes a call slot: the one that the caller has left at the slots' end. It is written to, and the end moved behind it, only
   * before something can look, which is a call, a trap or a finding: what a call leaves behind doesn't matter.
   */
  enter(entrySite: number): void {
    const { out } = this;
    const slot = out.local('slot');
    out.state(Layout.STATE_SLOT);
    out.set(slot);
    out.markSlot(() => out.get(slot));
    if (!this.scope.frame || this.scope.context.hasSignalStack) this.frames.overflowOfSlots(slot);
    if (this.window) this.prepare(entrySite);
  }

  /** Shows where this function is, for call stacks, and leaves the slot behind its own for what is called. */
  prepare(site: number): void {
    this.out.atSite(site);
    this.out.endSlots();
  }

  call(i: InstructionReader): void {
    const { out } = this;
    const { context } = this.scope;
    if (i.opcode === Op.call && this.window && context.isToldByCaller(i.first)) out.recordCall(i.first);
    if (i.opcode === Op.call && this.isUnseen(i.first)) return out.copy(context.module.bytes, i.start, i.end);
    const layoutCall = i.opcode === Op.call && context.shim.layoutCalls.has(i.first);
    if (layoutCall) this.layoutCall(i);
    else this.prepare(this.scope.site(i.start));
    if (!layoutCall || this.window) out.sync();
    if (i.opcode === Op.callIndirect) this.noteCallee(i.first);
    out.copy(context.module.bytes, i.start, i.end);
    if (i.opcode === Op.call && this.scope.role === 'user' && this.isLibcs(i.first)) this.frames.libcLeft();
    this.after();
  }

  /** Where origins are tried, the shim wants to know whose variable comes into being, and of memory below the frame where that is. */
  private layoutCall(i: InstructionReader): void {
    const { options, shim } = this.scope.context;
    this.handsOutLocals = true;
    // It is a site in all densities, as records name it.
    const site = i.first === shim.allocaCall ? this.scope.site(i.start) : undefined;
    if (options.density !== 'origins') return;
    this.out.showSlot();
    if (site !== undefined) this.out.atSite(site);
  }

  /** memory.copy and memory.fill are functions of the shim's. */
  bulk(i: InstructionReader): void {
    const { out } = this;
    const { shim } = this.scope.context;
    out.sync();
    out.endSlots();
    out.i32(this.scope.site(i.start));
    out.aroundRedZone(() => out.call(i.opcode === Op.memoryCopy ? shim.memoryCopy : shim.memoryFill));
    this.after();
  }

  after(): void {
    if (!this.window) return;
    this.out.endSlots();
    this.out.loadRing();
    this.out.drainIfFull();
  }

  /** A longjmp has landed in this function: those that it left behind are no longer called. */
  afterJump(): void {
    const { out } = this;
    out.resumeAfterJump();
    out.get(out.local('slot'));
    out.add(Layout.SLOT_BYTES);
    out.call(this.scope.context.shim.unwound);
    if (this.window) out.loadRing();
  }

  private isLibcs(functionIndex: number): boolean {
    const { roles, module } = this.scope.context;
    return roles[functionIndex - module.importedFunctions] === 'libc';
  }

  /** While this function of libc's runs nothing can look: where its caller is need not be noted. */
  private isUnseen(functionIndex: number): boolean {
    const { followed, options, quiet, isToldByCaller } = this.scope.context;
    const { density, notesTraps = false } = options;
    if (this.window) return isToldByCaller(functionIndex);
    if (notesTraps || !this.isLibcs(functionIndex)) return false;
    return !(isPrecise(density) && followed.has(functionIndex)) && quiet.has(functionIndex);
  }

  /** Engines don't say whether a function pointer was null or led nowhere: the host can look here, and so can adapters. */
  private noteCallee(typeIndex: number): void {
    const { out } = this;
    const callee = out.local('callee');
    out.set(callee);
    out.i32(Layout.STATE_BASE);
    out.get(callee);
    out.memory(Op.i32Store, Layout.STATE_CALLEE, true);
    this.scope.context.callAdapters.writeEntry(out, callee, typeIndex);
  }

  /** A new value for a global: of the stack pointer the shim is told, unless it is a frame's as usual. */
  setGlobal(i: InstructionReader): void {
    const { out, scope } = this;
    const { context, frame } = scope;
    const afterPrologue = !frame || i.start >= frame.setAt;
    const checks = context.options.checks ?? true;
    if (i.first === context.stackPointer && scope.analysis.movesStack && checks && afterPrologue) {
      const to = out.local('address');
      out.set(to);
      out.u8(Op.globalGet);
      out.u32(context.stackPointer);
      out.get(to);
      out.sync();
      this.prepare(scope.site(i.start));
      out.get(out.local('lowest'));
      out.call(context.shim.stackMoved);
      if (this.window) out.loadRing();
      this.frames.stackMovedTo(to);
      out.get(to);
    }
    out.copy(context.module.bytes, i.start, i.end);
  }
}
