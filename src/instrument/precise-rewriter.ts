/**
 * The precise density: undefined values are followed bit by bit, as memcheck does (its manual, 4.5.1), through memory, locals,
 * operands, calls and returns; a finding is made only where an undefined bit decides something.
 *
 * Every operand on the wasm stack has a shadow: an integer of its width whose set bits are undefined, in a local of its own by
 * stack depth, or none while it is known to be wholly defined. Memory's undefined bits lie in a third plane, at 2 * LIMIT.
 * Arguments and results pass through two small areas in the reserved region.
 */
import { InstructionReader, Op } from '../wasm-binary/instructions.ts';
import { readLocals } from '../wasm-binary/instructions.ts';
import { ValueType, type FunctionType } from '../wasm-binary/module.ts';
import { FunctionRewriter, SHADOW_LOAD } from './function-rewriter.ts';
import { Layout, Slot } from './memory-layout.ts';
import { ACCESS_BYTES, isLoad } from './stack-effect.ts';
import { DEFINED, UndefinedBits } from './undefined-bits.ts';
import { numericType, propagation, shadowType, type NumericType } from './value-types.ts';

const { i32, i64 } = ValueType;

/** Loads and stores of the undefined bits of a float are those of an integer of its width. */
const SHADOW_OPCODE: Readonly<Record<number, number>> = {
  [Op.f32Load]: Op.i32Load,
  [Op.f64Load]: Op.i64Load,
  [Op.f32Store]: Op.i32Store,
  [Op.f64Store]: Op.i64Store,
};

interface Block {
  readonly opcode: number;
  readonly height: number;
  readonly type: FunctionType;
  readonly deadOnEntry: boolean;
}

/** Result type of a load, or of the value a store takes. */
function accessType(opcode: number): number {
  if (opcode === Op.f32Load || opcode === Op.f32Store) return ValueType.f32;
  if (opcode === Op.f64Load || opcode === Op.f64Store) return ValueType.f64;
  const is64 =
    opcode === Op.i64Load ||
    (opcode >= Op.i64Load8S && opcode <= Op.i64Load32U) ||
    opcode === Op.i64Store ||
    opcode >= Op.i64Store8;
  return is64 ? i64 : i32;
}

const UNDERSTOOD = new Set<number>([
  Op.unreachable,
  Op.nop,
  Op.block,
  Op.loop,
  Op.if,
  Op.else,
  Op.end,
  Op.br,
  Op.brIf,
  Op.brTable,
  Op.return,
  Op.call,
  Op.callIndirect,
  Op.drop,
  Op.select,
  Op.localGet,
  Op.localSet,
  Op.localTee,
  Op.globalGet,
  Op.globalSet,
  Op.memorySize,
  Op.memoryGrow,
  Op.i32Const,
  Op.i64Const,
  Op.f32Const,
  Op.f64Const,
  Op.memoryCopy,
  Op.memoryFill,
]);

export class PreciseRewriter extends FunctionRewriter {
  private readonly bits = new UndefinedBits(this.out);
  private types: number[] = [];
  private shadows: number[] = [];
  private blocks: Block[] = [];
  private localTypes: number[] = [];
  private signature!: FunctionType;
  private dead = false;
  /** Has instructions whose operands aren't followed (vectors, atomics): its values count as defined. */
  private opaque = false;

  protected override prepare(
    typeIndex: number,
    ownLocals: number,
    codeStart: number,
    end: number,
    codeOffset: number,
  ): void {
    super.prepare(typeIndex, ownLocals, codeStart, end, codeOffset);
    const { module } = this.context;
    this.signature = module.types[typeIndex]!;
    this.types.length = this.shadows.length = 0;
    this.blocks = [
      { opcode: Op.block, height: 0, type: { parameters: [], results: this.signature.results }, deadOnEntry: false },
    ];
    this.dead = false;
    const body = module.bodies[this.functionIndex - module.importedFunctions]!;
    this.localTypes = [...this.signature.parameters];
    for (const [count, type] of readLocals(module.bytes, body.start, body.end).groups)
      for (let n = count; n > 0; n--) this.localTypes.push(type);
    this.opaque = this.role === 'checked' || this.isOpaque(codeStart, end);
  }

  private isOpaque(codeStart: number, end: number): boolean {
    const i = new InstructionReader(this.context.module.bytes, codeStart, end);
    while (i.next())
      if (!UNDERSTOOD.has(i.opcode) && !(i.opcode < 0x100 && ACCESS_BYTES[i.opcode]) && !numericType(i.opcode))
        return true;
    return false;
  }

  // The stack of shadows

  private slot(depth: number, type: number): number {
    return this.out.local(`shadow${depth}`, shadowType(type));
  }
  private localShadow(index: number): number {
    return this.out.local(`local${index}`, shadowType(this.localTypes[index]!));
  }
  private push(type: number, shadow = DEFINED): void {
    this.types.push(type);
    this.shadows.push(shadow);
  }
  /** Pushes an operand whose shadow is on the wasm stack now. */
  private pushComputed(type: number): void {
    const slot = this.slot(this.types.length, type);
    this.out.set(slot);
    this.push(type, slot);
  }
  private pop(): number {
    this.types.pop();
    return this.shadows.pop() ?? DEFINED;
  }
  /** Makes a finding if any bit of the shadow is set. The operand stack is left alone. */
  private report(shadow: number, type: number, start: number): void {
    if (shadow === DEFINED) return;
    const { out } = this;
    out.get(shadow);
    if (shadowType(type) === i64) {
      out.i64(0n);
      out.u8(Op.i64Ne);
    }
    out.if();
    const site = this.site(start);
    this.out.slowCall(() => {
      out.i32(site);
      out.call(this.context.shim.uninitialised);
    });
    out.end();
  }

  // Calls and returns

  protected override enterFunction(): void {
    super.enterFunction();
    this.out.get(this.out.local('slot'));
    this.out.i32(this.role === 'user' ? 1 : 0);
    this.out.memory(Op.i32Store, Slot.isUser);
    if (this.opaque) return;
    this.signature.parameters.forEach((type, i) => {
      this.out.i32(Layout.ARGUMENTS_BASE);
      this.out.memory(shadowType(type) === i64 ? Op.i64Load : Op.i32Load, i * 8);
      this.out.set(this.localShadow(i));
    });
  }

  protected override endBody(): void {
    if (!this.dead && !this.opaque) this.moveTo(0, this.signature.results);
  }

  protected override leaveFunction(): void {
    super.leaveFunction();
    this.signature.results.forEach((type, i) =>
      this.passValue(Layout.RESULTS_BASE, i, type, this.opaque ? DEFINED : this.slot(i, type)),
    );
  }

  private passValue(base: number, index: number, type: number, shadow: number): void {
    this.out.i32(base);
    this.bits.getShadow(shadow, type);
    this.out.memory(shadowType(type) === i64 ? Op.i64Store : Op.i32Store, index * 8);
  }

  /** Writes the shadows of the topmost operands where a label at `height` expects them. */
  private moveTo(height: number, types: readonly number[]): void {
    const from = this.types.length - types.length;
    types.forEach((type, k) => {
      const target = this.slot(height + k, type);
      const source = this.shadows[from + k] ?? DEFINED;
      if (source === target) return;
      this.bits.getShadow(source, type);
      this.out.set(target);
    });
  }

  private call(i: InstructionReader): void {
    const { module, roles } = this.context;
    const indirect = i.opcode === Op.callIndirect;
    const type = module.types[indirect ? i.first : module.functionTypes[i.first]!]!;
    if (indirect) this.report(this.pop(), i32, i.start);
    const shadows = type.parameters.map(() => this.pop()).reverse();
    const role = indirect ? 'user' : (roles[i.first - module.importedFunctions] ?? 'import');
    const followed = role === 'user' || role === 'libc';
    if (role === 'checked' || role === 'import') this.checkArguments(i, type, shadows);
    if (followed)
      type.parameters.forEach((parameter, k) => this.passValue(Layout.ARGUMENTS_BASE, k, parameter, shadows[k]!));
    if (indirect) type.results.forEach((result, k) => this.passValue(Layout.RESULTS_BASE, k, result, DEFINED));
    super.instruction(i);
    for (const [k, result] of type.results.entries()) {
      if (!followed) this.push(result);
      else {
        this.out.i32(Layout.RESULTS_BASE);
        this.out.memory(shadowType(result) === i64 ? Op.i64Load : Op.i32Load, k * 8);
        this.pushComputed(result);
      }
    }
  }

  /** From a function whose operands aren't followed. */
  private passDefined(i: InstructionReader): void {
    const { module } = this.context;
    const type = module.types[i.opcode === Op.call ? module.functionTypes[i.first]! : i.first]!;
    type.parameters.forEach((parameter, k) => this.passValue(Layout.ARGUMENTS_BASE, k, parameter, DEFINED));
  }

  /** Addresses and lengths decide what a function of the shim or a system call does; memset's value doesn't. */
  private checkArguments(i: InstructionReader, type: FunctionType, shadows: readonly number[]): void {
    const isFill = /memset$/.test(this.context.module.names.functions.get(i.first) ?? '');
    type.parameters.forEach((parameter, k) => {
      if (!(isFill && k === 1)) this.report(shadows[k]!, parameter, i.start);
    });
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
    if (i.opcode < 0x100 && ACCESS_BYTES[i.opcode]) return super.instruction(i);
    this.plain(i);
  }

  private skipDead(i: InstructionReader): void {
    if (i.opcode < 0x100 && ACCESS_BYTES[i.opcode]) this.accessOrdinal++;
    this.out.copy(this.context.module.bytes, i.start, i.end);
  }

  private plain(i: InstructionReader): void {
    const { out } = this;
    switch (i.opcode) {
      case Op.i32Const:
      case Op.memorySize:
        this.push(i32);
        break;
      case Op.i64Const:
      case Op.f32Const:
      case Op.f64Const:
        this.push(i.opcode === Op.i64Const ? i64 : i.opcode === Op.f32Const ? ValueType.f32 : ValueType.f64);
        break;
      case Op.localGet:
        out.get(this.localShadow(i.first));
        this.pushComputed(this.localTypes[i.first]!);
        break;
      case Op.localSet:
      case Op.localTee: {
        const type = this.localTypes[i.first]!;
        this.bits.getShadow(this.shadows.at(-1) ?? DEFINED, type);
        out.set(this.localShadow(i.first));
        if (i.opcode === Op.localSet) this.pop();
        break;
      }
      case Op.globalGet:
        this.push(this.context.module.globals[i.first - this.context.module.importedGlobals]?.type ?? i32);
        break;
      case Op.globalSet:
      case Op.drop:
        this.pop();
        break;
      case Op.memoryGrow:
        this.pop();
        this.push(i32);
        break;
      case Op.memoryCopy:
      case Op.memoryFill: {
        const [length, second, first] = [this.pop(), this.pop(), this.pop()];
        for (const shadow of i.opcode === Op.memoryCopy ? [first, second, length] : [first, length])
          this.report(shadow, i32, i.start);
        break;
      }
      case Op.select:
        return this.select(i);
      default:
    }
    super.instruction(i);
  }

  private select(i: InstructionReader): void {
    const { out } = this;
    const condition = this.pop();
    const type = this.types.at(-1)!;
    const second = this.pop();
    const first = this.pop();
    if (first === DEFINED && second === DEFINED) {
      this.report(condition, i32, i.start);
      out.copy(this.context.module.bytes, i.start, i.end);
      return this.push(type);
    }
    this.report(condition, i32, i.start);
    const chosen = out.local('condition');
    out.tee(chosen);
    out.copy(this.context.module.bytes, i.start, i.end);
    this.bits.getShadow(first, type);
    this.bits.getShadow(second, type);
    out.get(chosen);
    out.u8(Op.select);
    this.pushComputed(type);
  }

  // Numbers

  private numeric(i: InstructionReader, type: NumericType): void {
    const second = type.second ? this.pop() : DEFINED;
    const first = this.pop();
    if (first === DEFINED && second === DEFINED) {
      super.instruction(i);
      return this.push(type.result);
    }
    const wide = shadowType(type.first) === i64;
    const how = propagation(i.opcode);
    const needsValues =
      how === 'and' ||
      how === 'or-values' ||
      how === 'shift' ||
      how === 'carry' ||
      (how === 'compare' && type.second !== 0 && this.bits.isEquality(i.opcode));
    if (needsValues) this.bits.keepValues(type);
    super.instruction(i);
    this.bits.combine(i.opcode, type, first, second, wide);
    this.pushComputed(type.result);
  }

  // Memory

  /** Pushes whether the access lies outside of memory or touches a byte that isn't addressable (defined or not). */
  private notAddressable(address: number, offset: number, size: number): void {
    const { out } = this;
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
    this.bits.integer(wide, Op.i32Or);
    out.shadowConstant(size, 1);
    this.bits.integer(wide, Op.i32And);
    out.shadowConstant(size, 1);
    out.u8(wide ? Op.i64Ne : Op.i32Ne);
    out.end();
  }

  protected override load(i: InstructionReader, at: number): void {
    if (this.opaque || !isLoad(i.opcode)) return super.load(i, at);
    const { out, context } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    this.report(this.pop(), i32, i.start);
    if (i.second >= 2 ** 31) {
      out.copy(context.module.bytes, i.start, i.end);
      return this.push(accessType(i.opcode));
    }
    const address = out.local('address');
    out.set(address);
    const slot = this.slot(this.types.length, accessType(i.opcode));
    if (at < 0) {
      this.notAddressable(address, i.second, size);
      out.if();
      this.reportAccess(context.shim.badLoad, address, i.second, size, i.start);
      // What was read from there has been found already: it counts as defined, as in memcheck.
      this.bits.zero(accessType(i.opcode));
      out.set(slot);
      out.else();
    }
    out.get(address);
    out.memory(SHADOW_OPCODE[i.opcode] ?? i.opcode, i.second + 2 * Layout.LIMIT);
    out.set(slot);
    if (at < 0) out.end();
    out.get(address);
    out.copy(context.module.bytes, i.start, i.end);
    this.push(accessType(i.opcode), slot);
  }

  protected override store(i: InstructionReader, at: number): void {
    const type = accessType(i.opcode);
    const value = this.opaque ? DEFINED : this.pop();
    if (!this.opaque) this.report(this.pop(), i32, i.start);
    const { out } = this;
    if (i.second >= 2 ** 31) return out.copy(this.context.module.bytes, i.start, i.end);
    const address = out.local('address');
    const stored = out.local('value', type);
    out.set(stored);
    out.set(address);
    if (at < 0) this.beyondMemory(i, address);
    if (at < 0 || this.needsShadow(at, ACCESS_BYTES[i.opcode]!))
      this.checkStore(i, at, ACCESS_BYTES[i.opcode]!, address);
    out.get(address);
    this.bits.getShadow(value, type);
    if (value !== DEFINED && this.role === 'libc' && ACCESS_BYTES[i.opcode]! >= 4)
      this.unlessGlobal(address, i.second, type);
    out.memory(SHADOW_OPCODE[i.opcode] ?? i.opcode, i.second + 2 * Layout.LIMIT);
    out.get(address);
    out.get(stored);
    out.copy(this.context.module.bytes, i.start, i.end);
  }

  /**
   * What libc keeps for itself (a stream's positions and lengths) counts as defined, or an undefined number printed once would be
   * found again in every later call.
   */
  private unlessGlobal(address: number, offset: number, type: number): void {
    const { out, context } = this;
    this.bits.zero(type);
    out.get(address);
    out.add(offset - context.globalBase);
    out.i32(context.heapBase - context.globalBase);
    out.u8(Op.i32GeU);
    out.u8(Op.select);
  }

  private beyondMemory(i: InstructionReader, address: number): void {
    const { out, context } = this;
    const size = ACCESS_BYTES[i.opcode]!;
    out.get(address);
    out.i32(Math.max(0, Layout.RESERVED_BASE - i.second - size));
    out.u8(Op.i32GtU);
    out.if();
    this.reportAccess(context.shim.badStore, address, i.second, size, i.start);
    out.end();
  }

  // Control

  private isControl(opcode: number): boolean {
    return opcode <= Op.callIndirect && opcode !== Op.nop;
  }

  private blockType(encoded: number): FunctionType {
    if (encoded >= 0) return this.context.module.types[encoded]!;
    const value = encoded & 0x7f;
    return { parameters: [], results: value === 0x40 ? [] : [value] };
  }

  private control(i: InstructionReader): void {
    switch (i.opcode) {
      case Op.block:
      case Op.loop:
      case Op.if:
        return this.enterBlock(i);
      case Op.else:
      case Op.end:
        return this.endBlock(i);
      case Op.br:
        if (!this.dead) this.branchTo(i.first);
        super.instruction(i);
        return this.stop();
      case Op.brIf:
        if (!this.dead) this.branchIf(i);
        return super.instruction(i);
      case Op.brTable:
        if (!this.dead) this.branchTable(i);
        super.instruction(i);
        return this.stop();
      case Op.return:
        if (!this.dead) this.moveTo(0, this.signature.results);
        super.instruction(i);
        return this.stop();
      case Op.unreachable:
        super.instruction(i);
        return this.stop();
      default:
        if (this.dead) this.out.copy(this.context.module.bytes, i.start, i.end);
        else this.call(i);
    }
  }

  private enterBlock(i: InstructionReader): void {
    if (i.opcode === Op.if && !this.dead) this.report(this.pop(), i32, i.start);
    const type = this.blockType(i.first);
    const height = this.types.length - type.parameters.length;
    if (!this.dead && type.parameters.length > 0) this.materialise(height, type.parameters);
    this.blocks.push({ opcode: i.opcode, height, type, deadOnEntry: this.dead });
    super.instruction(i);
  }

  /** Gives operands that are known to be defined a shadow local, so that other paths can write it. */
  private materialise(height: number, types: readonly number[]): void {
    this.moveTo(height, types);
    types.forEach((type, k) => (this.shadows[height + k] = this.slot(height + k, type)));
  }

  private endBlock(i: InstructionReader): void {
    const block = this.blocks.at(-1)!;
    if (!this.dead) this.moveTo(block.height, block.type.results);
    super.instruction(i);
    this.cut(block.height);
    this.dead = block.deadOnEntry;
    if (i.opcode === Op.end) this.blocks.pop();
    const values = i.opcode === Op.end ? block.type.results : block.type.parameters;
    for (const [k, type] of values.entries()) this.push(type, this.slot(block.height + k, type));
  }

  private cut(height: number): void {
    this.types.length = Math.min(this.types.length, height);
    this.shadows.length = this.types.length;
  }

  private stop(): void {
    this.cut(this.blocks.at(-1)?.height ?? 0);
    this.dead = true;
  }

  private labelTypes(block: Block): readonly number[] {
    return block.opcode === Op.loop ? block.type.parameters : block.type.results;
  }

  private branchTo(depth: number): void {
    const block = this.blocks[this.blocks.length - 1 - depth]!;
    this.moveTo(block.height, this.labelTypes(block));
  }

  private branchIf(i: InstructionReader): void {
    const { out } = this;
    this.report(this.pop(), i32, i.start);
    const block = this.blocks[this.blocks.length - 1 - i.first]!;
    const types = this.labelTypes(block);
    if (types.length === 0) return;
    if (this.types.length - types.length === block.height) return this.moveTo(block.height, types);
    // The label's places hold other operands on the path that goes on.
    const condition = out.local('condition');
    out.tee(condition);
    out.if();
    this.moveTo(block.height, types);
    out.end();
    out.get(condition);
  }

  private branchTable(i: InstructionReader): void {
    this.report(this.pop(), i32, i.start);
    // clang's tables carry no values to their labels.
  }
}
