import { InstructionReader, Op, readLocals } from '../wasm-binary/instructions.ts';
import type { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { RecordKind } from '../trace/records.ts';
import { TRAPPING } from './access-opcodes.ts';
import type { AccessProbes } from './access-probes.ts';
import type { BranchHint } from './branch-hints.ts';
import { CallProbes } from './call-probes.ts';
import { DivisionProbes } from './division-probes.ts';
import { analyseFrame } from './frame-analysis.ts';
import { FrameProbes } from './frame-probes.ts';
import { frameSlots } from './frame-slots.ts';
import { isReader } from './function-roles.ts';
import { indexedObjects } from './indexed-objects.ts';
import { LiteralProbes } from './literal-scopes.ts';
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
  private readonly calls: CallProbes;
  private readonly divisions: DivisionProbes;
  private readonly literals: LiteralProbes;
  protected readonly statements: StatementCursor;
  private readonly window: boolean;
  private hasStatements = false;
  private entrySite = 0;

  constructor(
    protected readonly context: RewriteContext,
    createAccesses: (scope: FunctionScope, out: StateWriter) => Accesses,
  ) {
    this.window = context.options.density === 'window';
    this.out = new StateWriter(context.shim, context.stackPointer, this.window);
    this.scope = new FunctionScope(context);
    this.frames = new FrameProbes(this.scope, this.out);
    this.calls = new CallProbes(this.scope, this.out, this.frames);
    this.divisions = new DivisionProbes(this.scope, this.out);
    this.literals = new LiteralProbes(this.scope, this.out, this.calls);
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
    if (this.scope.role === 'shim' || this.context.isToldByCaller(index))
      return target.copy(module.bytes, body.start, body.end);
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
    const { module, stackPointer } = this.context;
    const { scope } = this;
    this.depth = 0;
    this.accesses.begin();
    this.literals.begin();
    if (scope.role !== 'checked')
      scope.analysis = analyseFrame(module, stackPointer, typeIndex, ownLocals, codeStart, end);
    scope.slots = frameSlots(scope.analysis);
    if (scope.role === 'user') {
      const { objects, threadLocals } = this.context;
      const { analysis } = scope;
      const code = { start: codeStart, end, analysis, threadLocals };
      scope.indexed = indexedObjects(module, objects, code);
      this.literals.enter(code);
    }
    this.calls.begin();
    const statements = this.statements.enter(bodyStart, codeStart, end);
    this.hasStatements = statements > 0;
    this.entrySite = scope.site(codeStart);
    const { entrySite } = this;
    const { slotOnDemand } = this.calls;
    const inRedZone = scope.frame?.inRedZone ?? false;
    this.out.beginFunction(ownLocals, { statements, slotOnDemand, entrySite, inRedZone, flags: this.slotFlags() });
  }

  private get isReader(): boolean {
    return this.scope.role === 'checked' && isReader(this.context.module, this.scope.index);
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
      this.literals.pass(i.start);
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

  protected enterFunction(): void {
    const { out, calls } = this;
    if (calls.slotOnDemand) return;
    calls.enter(this.entrySite);
    // A function that calls nothing is over soon, or has a loop.
    if (this.hasStatements && !this.scope.analysis.isLeaf) out.tickIfDue();
    if (this.window) out.loadRing();
  }

  /** Once the frame base is known (or there is no frame). */
  private enterFrame(): void {
    const { frame } = this.scope;
    if (frame) this.frames.enter(frame, !this.calls.slotOnDemand, this.entrySite);
    if (frame) this.accesses.enterFrame(frame, this.entrySite);
    if (!this.window) return;
    if (this.isReader) this.out.recordCall(this.scope.index);
    else this.out.recordEnter(this.scope.index, frame && this.scope.frameBase);
  }

  protected leaveFunction(): void {
    const { out, scope } = this;
    if (scope.frame) this.frames.leave(scope.frame, this.calls.handsOutLocals, this.entrySite);
    if (this.window && !this.isReader) out.recordHeader(RecordKind.leave, scope.index, 1);
    out.sync();
  }

  protected beginStatement(start: number): void {
    if (this.context.options.preemptsStatements && this.scope.role === 'user') this.letChosenFirst(start);
    if (this.window) this.out.recordHeader(RecordKind.step, this.scope.site(start), 1);
    this.out.countStatement();
  }

  // Instructions

  protected instruction(i: InstructionReader): void {
    const { out, context, accesses, calls, divisions } = this;
    const { opcode } = i;
    if (this.scope.role === 'checked') return this.checkedInstruction(i);
    if (opcode < 0x100 && ACCESS_BYTES[opcode]) {
      const at = accesses.nextOffset();
      if (context.options.preemptsAccesses) this.letOthersFirst(i, at);
      return isLoad(opcode) ? accesses.load(i, at) : accesses.store(i, at);
    }
    if (divisions.safe.has(i)) return this.structure(i);
    if (TRAPPING.has(opcode) || opcode === Op.throw || opcode === Op.rethrow) {
      out.sync();
      const site = this.scope.site(i.start);
      if (!calls.slotOnDemand) calls.prepare(site);
      if (context.handlesSignals) divisions.guard(opcode, site);
    }
    switch (opcode) {
      case Op.i32RemS:
      case Op.i64RemS:
        divisions.beforeRemainder(opcode);
        return this.structure(i);
      case Op.call:
      case Op.callIndirect:
        return calls.call(i);
      case Op.memoryCopy:
      case Op.memoryFill:
        return calls.bulk(i);
      case Op.memorySize:
        return out.i32(Layout.LIMIT / WASM_PAGE_BYTES);
      case Op.memoryGrow:
        out.u8(Op.drop);
        return out.i32(-1);
      case Op.globalSet:
        return calls.setGlobal(i);
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

  /** A person may have said that another task goes on before this statement. */
  private letChosenFirst(start: number): void {
    const { out, scope } = this;
    const site = scope.site(start);
    out.chooseIfDue(() => {
      out.i32(site);
      out.call(this.context.shim.statement);
    });
  }

  /** The shim's string functions write records of their own, so the ring must be theirs while they call. */
  private checkedInstruction(i: InstructionReader): void {
    const isCall = i.opcode === Op.call || i.opcode === Op.callIndirect;
    if (isCall) this.out.sync();
    if (isCall) this.calls.prepare(this.entrySite);
    this.structure(i);
    if (isCall) this.calls.after();
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
      // When tasks take turns depends on where the host looks: there it stays as it was.
      out.tickInLoop(this.statements.isCountingLoop(i.end) && !this.context.options.notesTraps);
      out.drainIfFull();
    } else if (i.opcode === Op.catch || i.opcode === Op.catchAll) this.calls.afterJump();
  }
}
