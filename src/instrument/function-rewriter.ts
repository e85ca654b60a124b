import { InstructionReader, Op, readLocals } from '../wasm-binary/instructions.ts';
import type { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { RecordKind } from '../trace/records.ts';
import { DIVISIONS, TRAPPING } from './access-opcodes.ts';
import type { AccessProbes } from './access-probes.ts';
import type { BranchHint } from './branch-hints.ts';
import { analyseFrame } from './frame-analysis.ts';
import { FrameProbes } from './frame-probes.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { Layout, WASM_PAGE_BYTES } from './memory-layout.ts';
import { isPrecise } from './options.ts';
import { FunctionScope, type RewriteContext } from './rewrite-context.ts';
import { StatementCursor } from './statement-cursor.ts';
import { StateWriter } from './state-writer.ts';
import { ACCESS_BYTES, isLoad } from '../wasm-binary/stack-effect.ts';

/** Rewrites one function after another; buffers are reused. */
export class FunctionRewriter<Accesses extends AccessProbes = AccessProbes> {
  protected readonly out: StateWriter;
  protected readonly scope: FunctionScope;
  protected readonly accesses: Accesses;
  protected depth = 0;
  private readonly frames: FrameProbes;
  protected readonly statements: StatementCursor;
  private readonly window: boolean;
  private hasStatements = false;
  /** A function that calls nothing takes its call slot only when it has something to say. */
  private slotOnDemand = false;
  private entrySite = 0;
  private handsOutLocals = false;

  constructor(
    protected readonly context: RewriteContext,
    createAccesses: (scope: FunctionScope, out: StateWriter) => Accesses,
  ) {
    this.window = context.options.density === 'window';
    this.out = new StateWriter(context.shim, context.stackPointer, this.window);
    this.scope = new FunctionScope(context);
    this.frames = new FrameProbes(this.scope, this.out);
    this.statements = new StatementCursor(context.module, context.statements);
    this.accesses = createAccesses(this.scope, this.out);
  }

  /** Bytes of the frame of the function last rewritten. */
  get frameBytes(): number {
    return this.scope.frame?.size ?? 0;
  }

  /** Of the body last rewritten: offsets from its start, ascending. */
  hints: readonly BranchHint[] = [];

  /**
   * Appends the rewritten body (locals and instructions, without the size field) of the function at this position to `target`.
   * `onInstruction` is told the old and new offset of each instruction, the new one from the start of this body.
   */
  rewrite(position: number, target: ByteWriter, onInstruction?: (oldOffset: number, newOffset: number) => void): void {
    const { module, roles } = this.context;
    const body = module.bodies[position]!;
    const index = position + module.importedFunctions;
    this.scope.enter(index, roles[position]!);
    this.hints = [];
    if (this.scope.role === 'shim') return target.copy(module.bytes, body.start, body.end);
    const typeIndex = module.functionTypes[index]!;
    const { groups, codeStart } = readLocals(module.bytes, body.start, body.end);
    const ownLocals = groups.reduce((n, [count]) => n + count, module.types[typeIndex]!.parameters.length);
    this.prepare(typeIndex, ownLocals, body.start, codeStart, body.end);
    const marks: number[] = [];
    this.writeBody(typeIndex, codeStart, body.end, onInstruction && ((old, now) => marks.push(old, now)));
    const start = target.length;
    target.u32(groups.length + this.out.addedLocals.length);
    for (const [count, type] of groups) (target.u32(count), target.u8(type));
    for (const type of this.out.addedLocals) (target.u32(1), target.u8(type));
    const shift = target.length - start;
    target.raw(this.out.bytes);
    this.hints = this.out.hints.map(({ offset, isLikely }) => ({ offset: offset + shift, isLikely }));
    for (let k = 0; k < marks.length; k += 2) onInstruction?.(marks[k]!, marks[k + 1]! + shift);
  }

  protected prepare(typeIndex: number, ownLocals: number, bodyStart: number, codeStart: number, end: number): void {
    const { module, stackPointer, options } = this.context;
    const { scope } = this;
    this.depth = 0;
    this.handsOutLocals = false;
    this.accesses.begin();
    if (scope.role !== 'checked')
      scope.analysis = analyseFrame(module, stackPointer, typeIndex, ownLocals, codeStart, end);
    const { isLeaf, movesStack } = scope.analysis;
    this.slotOnDemand = !this.window && !scope.isFollowed && isLeaf && !movesStack && !options.notesTraps;
    const statements = this.statements.enter(bodyStart, codeStart, end);
    this.hasStatements = statements > 0;
    this.entrySite = scope.site(codeStart);
    const { slotOnDemand, entrySite } = this;
    const inRedZone = scope.frame?.inRedZone ?? false;
    this.out.beginFunction(ownLocals, { statements, slotOnDemand, entrySite, inRedZone, flags: this.slotFlags() });
  }

  private slotFlags(): number | undefined {
    const { scope } = this;
    if (!isPrecise(this.context.options.density)) return undefined;
    return (scope.role === 'user' ? Layout.SLOT_USER : 0) | (scope.isFollowed ? Layout.SLOT_FOLLOWED : 0);
  }

  private writeBody(
    typeIndex: number,
    codeStart: number,
    end: number,
    onInstruction?: (old: number, now: number) => void,
  ): void {
    const { out } = this;
    const setAt = this.scope.frame?.setAt;
    this.enterFunction();
    if (setAt === undefined) this.enterFrame();
    out.u8(Op.block);
    out.s32(this.context.blockType(typeIndex));
    const i = new InstructionReader(this.context.module.bytes, codeStart, end);
    while (i.next()) {
      onInstruction?.(i.start, out.length);
      if (this.depth === 0 && i.opcode === Op.end) break;
      if (this.statements.begins(i.start)) this.beginStatement(i.start);
      this.instruction(i);
      if (setAt === i.end) this.enterFrame();
    }
    out.flush();
    this.endBody();
    out.end();
    this.leaveFunction();
    out.end();
  }

  /** Control reaches the end of the body by itself. */
  protected endBody(): void {}

  // Calls

  /**
   * Takes a call slot: the one that the caller has left at the slots' end. It is written to, and the end moved behind it, only
   * before something can look, which is a call, a trap or a finding: what a call leaves behind doesn't matter.
   */
  protected enterFunction(): void {
    const { out } = this;
    if (this.slotOnDemand) return;
    const slot = out.local('slot');
    out.state(Layout.STATE_SLOT);
    out.set(slot);
    out.markSlot(() => out.get(slot));
    if (!this.scope.frame) this.frames.overflowOfSlots(slot);
    if (this.window) this.prepareCall(this.entrySite);
    // A function that calls nothing is over soon, or has a loop.
    if (this.hasStatements && !this.scope.analysis.isLeaf) out.tickIfDue();
    if (this.window) out.loadRing();
  }

  /** Shows where this function is, for call stacks, and leaves the slot behind its own for what is called. */
  private prepareCall(site: number): void {
    this.out.atSite(site);
    this.out.endSlots();
  }

  /** Once the frame base is known (or there is no frame). */
  private enterFrame(): void {
    const { frame } = this.scope;
    if (frame) this.frames.enter(frame, !this.slotOnDemand, this.entrySite);
    if (frame) this.accesses.enterFrame(frame, this.entrySite);
    if (this.window) this.out.recordEnter(this.scope.index, frame && this.scope.frameBase);
  }

  protected leaveFunction(): void {
    const { out, scope } = this;
    if (scope.frame) this.frames.leave(scope.frame, this.handsOutLocals, this.entrySite);
    if (this.window) out.recordHeader(RecordKind.leave, scope.index, 1);
    out.sync();
  }

  protected beginStatement(start: number): void {
    if (this.window) this.out.recordHeader(RecordKind.step, this.scope.site(start), 1);
    this.out.countStatement();
  }

  // Instructions

  protected instruction(i: InstructionReader): void {
    const { out, context, accesses } = this;
    const { opcode } = i;
    if (this.scope.role === 'checked') return this.checkedInstruction(i);
    if (opcode < 0x100 && ACCESS_BYTES[opcode]) {
      const at = accesses.nextOffset();
      if (context.options.preemptsAccesses) this.letOthersFirst(i, at);
      return isLoad(opcode) ? accesses.load(i, at) : accesses.store(i, at);
    }
    if (TRAPPING.has(opcode) || opcode === Op.throw || opcode === Op.rethrow) {
      out.sync();
      const site = this.scope.site(i.start);
      if (!this.slotOnDemand) this.prepareCall(site);
      if (context.handlesSignals) this.guardDivision(opcode, site);
    }
    switch (opcode) {
      case Op.i32RemS:
      case Op.i64RemS:
        return this.remainder(i);
      case Op.call:
      case Op.callIndirect:
        return this.callProbe(i);
      case Op.memoryCopy:
      case Op.memoryFill:
        out.sync();
        out.endSlots();
        out.i32(this.scope.site(i.start));
        out.aroundRedZone(() => out.call(opcode === Op.memoryCopy ? context.shim.memoryCopy : context.shim.memoryFill));
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

  /** Counts accesses of the user's code, but for those to a frame whose address goes nowhere. */
  private letOthersFirst(i: InstructionReader, at: number): void {
    const { out, scope } = this;
    if (scope.role !== 'user' || (at >= 0 && !scope.frame!.escapes)) return;
    const site = scope.site(i.start);
    out.countAccess(() => {
      out.i32(site);
      out.call(this.context.shim.sharedAccess);
    });
  }

  /** x86 computes the quotient as well: where that doesn't fit (the smallest number by -1), the program ends. wasm would give 0. */
  private remainder(i: InstructionReader): void {
    const { out } = this;
    const isWide = i.opcode === Op.i64RemS;
    const type = isWide ? ValueType.i64 : ValueType.i32;
    const [dividend, divisor] = [out.local('dividend', type), out.local('divisor', type)];
    out.set(divisor);
    out.tee(dividend);
    out.get(divisor);
    out.get(divisor);
    if (isWide) out.i64(-1n);
    else out.i32(-1);
    out.u8(isWide ? Op.i64Eq : Op.i32Eq);
    out.if();
    out.get(dividend);
    out.get(divisor);
    out.u8(isWide ? Op.i64DivS : Op.i32DivS);
    out.u8(Op.drop);
    out.end();
    this.structure(i);
  }

  /** Asks before it divides: after a trap a handler's siglongjmp has nowhere to go. */
  private guardDivision(opcode: number, site: number): void {
    const { out, context } = this;
    const type = DIVISIONS.get(opcode);
    if (type === undefined) return;
    const divisor = out.local('divisor', type);
    out.set(divisor);
    out.get(divisor);
    if (type === ValueType.i64) (out.i64(0n), out.u8(Op.i64Eq));
    else out.u8(Op.i32Eqz);
    out.if();
    out.slowCall(() => {
      out.i32(site);
      out.call(context.shim.dividesByZero);
    });
    out.end();
    out.get(divisor);
  }

  /** The shim's string functions write records of their own, so the ring must be theirs while they call. */
  private checkedInstruction(i: InstructionReader): void {
    const isCall = i.opcode === Op.call || i.opcode === Op.callIndirect;
    if (isCall) this.out.sync();
    if (isCall) this.prepareCall(this.entrySite);
    this.structure(i);
    if (isCall) this.afterCall();
  }

  /** Control instructions, and everything that is copied as it is. */
  private structure(i: InstructionReader): void {
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
        out.flush();
        out.u8(Op.br);
        return out.u32(this.depth);
      default:
    }
    if (i.opcode <= Op.return || i.opcode === Op.delegate || i.opcode === Op.catchAll || i.opcode === Op.tryTable)
      out.flush();
    out.copy(this.context.module.bytes, i.start, i.end);
    if (i.opcode === Op.loop) {
      out.tickInLoop();
      out.drainIfFull();
    } else if (i.opcode === Op.catch || i.opcode === Op.catchAll) this.afterJump();
  }

  /** A longjmp has landed in this function: those that it left behind are no longer called. */
  private afterJump(): void {
    const { out } = this;
    out.resumeAfterJump();
    out.get(out.local('slot'));
    out.add(Layout.SLOT_BYTES);
    out.call(this.context.shim.unwound);
    if (this.window) out.loadRing();
  }

  private callProbe(i: InstructionReader): void {
    const { out, context } = this;
    const layoutCall = i.opcode === Op.call && context.shim.layoutCalls.has(i.first);
    if (layoutCall) this.handsOutLocals = true;
    else this.prepareCall(this.scope.site(i.start));
    if (!layoutCall || this.window) out.sync();
    if (i.opcode === Op.callIndirect) this.noteCallee(i.first);
    out.copy(context.module.bytes, i.start, i.end);
    if (i.opcode === Op.call && this.scope.role === 'user' && this.isLibcs(i.first)) this.frames.libcLeft();
    this.afterCall();
  }

  private isLibcs(functionIndex: number): boolean {
    const { roles, module } = this.context;
    return roles[functionIndex - module.importedFunctions] === 'libc';
  }

  /** Engines don't say whether a function pointer was null or led nowhere: the host can look here, and so can adapters. */
  private noteCallee(typeIndex: number): void {
    const { out } = this;
    const callee = out.local('callee');
    out.set(callee);
    out.i32(Layout.STATE_BASE);
    out.get(callee);
    out.memory(Op.i32Store, Layout.STATE_CALLEE, true);
    this.context.callAdapters.writeEntry(out, callee, typeIndex);
  }

  private afterCall(): void {
    if (!this.window) return;
    this.out.endSlots();
    this.out.loadRing();
    this.out.drainIfFull();
  }

  private setGlobal(i: InstructionReader): void {
    const { out, context, scope } = this;
    const afterPrologue = !scope.frame || i.start >= scope.frame.setAt;
    const checks = context.options.checks ?? true;
    if (i.first === context.stackPointer && scope.analysis.movesStack && checks && afterPrologue) {
      const to = out.local('address');
      out.set(to);
      out.u8(Op.globalGet);
      out.u32(context.stackPointer);
      out.get(to);
      out.sync();
      this.prepareCall(scope.site(i.start));
      out.call(context.shim.stackMoved);
      if (this.window) out.loadRing();
      out.get(to);
    }
    out.copy(context.module.bytes, i.start, i.end);
  }
}
