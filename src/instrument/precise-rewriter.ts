/**
 * The precise density: undefined values are followed bit by bit, as memcheck does (its manual, 4.5.1), through memory, locals,
 * operands, calls and returns; a finding is made only where an undefined bit decides something.
 *
 * Every operand on the wasm stack has a shadow: an integer of its width whose set bits are undefined, in a local of its own by
 * stack depth, or none while it is known to be wholly defined. Memory's undefined bits lie in a third plane, at 2 * LIMIT.
 * Arguments and results pass through two small areas in the reserved region.
 */
import { Op, readLocals, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType, type FunctionType } from '../wasm-binary/module.ts';
import { canFollow } from './followed-instructions.ts';
import { separateSlots } from './frame-slots.ts';
import { FunctionRewriter } from './function-rewriter.ts';
import { Layout } from './memory-layout.ts';
import { PreciseAccesses } from './precise-accesses.ts';
import { PreciseControl } from './precise-control.ts';
import type { RewriteContext } from './rewrite-context.ts';
import { ACCESS_BYTES } from '../wasm-binary/stack-effect.ts';
import { Suspicion } from './suspicion.ts';
import { DEFINED } from './undefined-bits.ts';
import { ValuePassing } from './value-passing.ts';
import { numericType, propagation, shadowType, type NumericType } from './value-types.ts';

const { i32, i64 } = ValueType;

/** Names that clang gives to `main` by its type; see wasm/start/README.md. */
const MAIN = /^(main|__main_void|__main_argc_argv|__original_main)$/;

const CALLS: ReadonlySet<number> = new Set([Op.call, Op.callIndirect]);

export class PreciseRewriter extends FunctionRewriter<PreciseAccesses> {
  private readonly operands = this.accesses.operands;
  private readonly passing = new ValuePassing(this.scope, this.out, this.operands);
  private readonly suspicion = new Suspicion(this.scope, this.out, this.operands);
  private readonly blocks = new PreciseControl(this.context.module, this.out, this.operands, (i) =>
    super.instruction(i),
  );
  private signature!: FunctionType;
  /** What the function gives back becomes the status of the process. */
  private isMain = false;
  /** Offsets to which main stores before its first statement: to that of its result, too (0, if it is not optimised). */
  private readonly storedFirst = new Set<number>();
  private hasBegun = false;
  /** Its last statement is the closing brace, which loads the result. */
  private hasClosing = false;

  constructor(context: RewriteContext) {
    super(context, (scope, out) => new PreciseAccesses(scope, out));
  }

  private get dead(): boolean {
    return this.blocks.dead;
  }
  private get opaque(): boolean {
    return this.accesses.opaque;
  }

  protected override prepare(
    typeIndex: number,
    ownLocals: number,
    bodyStart: number,
    codeStart: number,
    end: number,
  ): void {
    super.prepare(typeIndex, ownLocals, bodyStart, codeStart, end);
    const { module } = this.context;
    this.signature = module.types[typeIndex]!;
    const { parameters, results } = this.signature;
    const { index, role } = this.scope;
    this.isMain = role === 'user' && results[0] === i32 && MAIN.test(module.names.functions.get(index) ?? '');
    this.storedFirst.clear();
    this.hasBegun = this.hasClosing = false;
    this.blocks.begin(results);
    const localTypes = [...parameters];
    for (const [count, type] of readLocals(module.bytes, bodyStart, end).groups)
      for (let n = count; n > 0; n--) localTypes.push(type);
    this.operands.begin(localTypes);
    this.accesses.opaque = this.scope.role === 'checked' || !canFollow(module.bytes, codeStart, end);
    if (!this.opaque) this.keepSlots();
  }

  private keepSlots(): void {
    const { scope } = this;
    scope.bitSlots = separateSlots(scope.slots);
    const { analysis } = scope;
    // Parts that overlap are followed byte by byte, in memory.
    if (analysis.frame && !scope.bitSlots)
      scope.analysis = { ...analysis, frame: { ...analysis.frame, escapes: true } };
  }

  // Calls and returns

  protected override enterFunction(): void {
    super.enterFunction();
    if (this.opaque) return;
    this.signature.parameters.forEach((type, i) => {
      this.passing.take(Layout.ARGUMENTS_BASE, i, type);
      this.out.set(this.operands.ofLocal(i));
    });
  }

  protected override endBody(): void {
    if (!this.dead && !this.opaque) this.operands.moveTo(0, this.signature.results);
  }

  protected override beginStatement(start: number): void {
    super.beginStatement(start);
    if (!this.isMain) return;
    const { out } = this;
    this.hasBegun = true;
    out.get(out.local('statement'));
    out.set(out.local('before'));
    out.i32(this.scope.site(start));
    out.set(out.local('statement'));
  }

  protected override leaveFunction(): void {
    const { results } = this.signature;
    const shadows = results.map((type, i) => (this.opaque ? DEFINED : this.operands.slot(i, type)));
    if (this.isMain && !this.opaque) this.reportStatus(shadows);
    super.leaveFunction();
    this.passing.give(Layout.RESULTS_BASE, results, shadows);
    if (!this.opaque && !this.context.followed.all) this.suspicion.ofCaller(results, shadows);
  }

  /** Of main, at the `return` that was run. What goes on counts as defined. */
  private reportStatus(shadows: number[]): void {
    const { out } = this;
    this.operands.reportAt(shadows[0]!, i32, () => out.get(out.local(this.hasClosing ? 'before' : 'statement')));
    shadows[0] = DEFINED;
  }

  private call(i: InstructionReader): void {
    const { module, followed, shim } = this.context;
    const indirect = i.opcode === Op.callIndirect;
    const type = module.types[indirect ? i.first : module.functionTypes[i.first]!]!;
    if (indirect) this.operands.report(this.operands.pop(), i32, i.start);
    const shadows = type.parameters.map(() => this.operands.pop()).reverse();
    const takesBits = indirect ? followed.anyInTable : followed.has(i.first) || followed.isStub(i.first);
    const isPrograms = indirect || followed.isPrograms(i.first);
    if (!isPrograms && !shim.layoutCalls.has(i.first)) this.passing.check(i, type.parameters, shadows);
    if (indirect) this.suspicion.ofTable(type, shadows);
    else this.suspicion.ofCallee(i.first, type, shadows);
    if (takesBits) this.passing.give(Layout.ARGUMENTS_BASE, type.parameters, shadows);
    if (indirect && takesBits) this.passing.give(Layout.RESULTS_BASE, type.results);
    super.instruction(i);
    for (const [k, result] of type.results.entries()) {
      if (!takesBits) this.operands.push(result);
      else {
        this.passing.take(Layout.RESULTS_BASE, k, result);
        this.operands.pushComputed(result);
      }
    }
  }

  /** From a function whose operands aren't followed. */
  private passDefined(i: InstructionReader): void {
    const { module } = this.context;
    const type = module.types[i.opcode === Op.call ? module.functionTypes[i.first]! : i.first]!;
    this.passing.give(Layout.ARGUMENTS_BASE, type.parameters);
  }

  // Instructions

  protected override instruction(i: InstructionReader): void {
    if (this.opaque) {
      if (i.opcode === Op.call || i.opcode === Op.callIndirect) this.passDefined(i);
      return super.instruction(i);
    }
    if (this.isControl(i.opcode)) return this.control(i);
    if (this.dead) return this.skipDead(i);
    const numeric = numericType(i.opcode);
    if (numeric) return this.numeric(i, numeric);
    if (i.opcode < 0x100 && ACCESS_BYTES[i.opcode]) {
      if (this.isMain) this.lookForResult(i);
      return super.instruction(i);
    }
    this.plain(i);
  }

  private lookForResult({ opcode, second }: InstructionReader): void {
    if (opcode === Op.i32Store && !this.hasBegun) this.storedFirst.add(second);
    else if (opcode === Op.i32Load && this.statements.isAtLast) this.hasClosing ||= this.storedFirst.has(second);
  }

  private skipDead(i: InstructionReader): void {
    if (i.opcode < 0x100 && ACCESS_BYTES[i.opcode]) this.accesses.nextOffset();
    this.out.copy(this.context.module.bytes, i.start, i.end);
  }

  private plain(i: InstructionReader): void {
    const { out } = this;
    switch (i.opcode) {
      case Op.i32Const:
      case Op.memorySize:
        this.operands.push(i32);
        break;
      case Op.i64Const:
      case Op.f32Const:
      case Op.f64Const:
        this.operands.push(i.opcode === Op.i64Const ? i64 : i.opcode === Op.f32Const ? ValueType.f32 : ValueType.f64);
        break;
      case Op.localGet:
        out.get(this.operands.ofLocal(i.first));
        this.operands.pushComputed(this.operands.localTypes[i.first]!);
        break;
      case Op.localSet:
      case Op.localTee: {
        const type = this.operands.localTypes[i.first]!;
        this.operands.bits.getShadow(this.operands.top, type);
        out.set(this.operands.ofLocal(i.first));
        if (i.opcode === Op.localSet) this.operands.pop();
        break;
      }
      case Op.globalGet:
        this.operands.push(this.context.module.globals[i.first - this.context.module.importedGlobals]?.type ?? i32);
        break;
      case Op.globalSet:
      case Op.drop:
        this.operands.pop();
        break;
      case Op.memoryGrow:
        this.operands.pop();
        this.operands.push(i32);
        break;
      case Op.memoryCopy:
      case Op.memoryFill: {
        const [length, second, first] = [this.operands.pop(), this.operands.pop(), this.operands.pop()];
        for (const shadow of i.opcode === Op.memoryCopy ? [first, second, length] : [first, length])
          this.operands.report(shadow, i32, i.start);
        break;
      }
      case Op.select:
        return this.operands.select(i);
      default:
    }
    super.instruction(i);
  }

  // Numbers

  private numeric(i: InstructionReader, type: NumericType): void {
    const second = type.second ? this.operands.pop() : DEFINED;
    const first = this.operands.pop();
    if (first === DEFINED && second === DEFINED) {
      super.instruction(i);
      return this.operands.push(type.result);
    }
    const wide = shadowType(type.first) === i64;
    const how = propagation(i.opcode);
    const needsValues =
      how === 'and' ||
      how === 'or-values' ||
      how === 'shift' ||
      how === 'carry' ||
      (how === 'compare' && type.second !== 0 && this.operands.bits.isEquality(i.opcode));
    if (needsValues) this.operands.bits.keepValues(type);
    super.instruction(i);
    this.operands.bits.combine(i.opcode, type, first, second, wide);
    this.operands.pushComputed(type.result);
  }

  // Control

  private isControl(opcode: number): boolean {
    return (opcode <= Op.callIndirect && opcode !== Op.nop) || opcode === Op.delegate || opcode === Op.catchAll;
  }

  private control(i: InstructionReader): void {
    if (!CALLS.has(i.opcode)) this.blocks.instruction(i);
    else if (this.dead) this.out.copy(this.context.module.bytes, i.start, i.end);
    else this.call(i);
  }
}
