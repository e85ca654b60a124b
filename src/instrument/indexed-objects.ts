/**
 * Which variable an access was meant for, read off the function's instructions. Of `a[i]`, clang makes
 *
 *     a's address    (a constant, or the frame base and a constant; a local variable's is kept in a wasm local)
 *     i * 4
 *     i32.add
 *     i32.load
 *
 * so what is added to a variable's address is an index in it, and the access has to lie in that variable: not only somewhere where there
 * is memory. Nothing is said of addresses that are only made, and of those that came from memory.
 */
import { blockType } from '../wasm-binary/block-type.ts';
import { InstructionReader, Op } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import { ACCESS_BYTES, isLoad, STACK_EFFECT } from '../wasm-binary/stack-effect.ts';
import type { FrameAnalysis } from './frame-analysis.ts';
import { From, type LocalObjects, type ProgramObject, type ProgramObjects } from './program-objects.ts';

interface Operand {
  /** Undefined for a number, as far as is known; `From.zero` of `offset` may be one too. */
  readonly from: From | undefined;
  readonly offset: number;
  /** Something that isn't known was added to the offset. */
  readonly isIndexed: boolean;
  /** What it is an address in, wherever its offset leads. */
  readonly object: ProgramObject | undefined;
}

const UNKNOWN: Operand = { from: undefined, offset: 0, isIndexed: false, object: undefined };
const at = (from: From, offset: number, object?: ProgramObject): Operand => ({
  from,
  offset,
  isIndexed: false,
  object,
});

/**
 * `__tls_base` itself, to which code that was not optimised adds where a variable lies, even 0. Optimised code reaches all variables from it:
 * it is no variable's address.
 */
const THREAD_BASE = at(From.threadLocals, 0);

interface Block {
  readonly height: number;
  readonly results: number;
  /** Differs between the arms of an `if`. */
  id: number;
}

export interface FunctionCode {
  /** Absolute offsets of its instructions. */
  readonly start: number;
  readonly end: number;
  readonly analysis: FrameAnalysis;
  /** Index of the global `__tls_base`, or -1. */
  readonly threadLocals: number;
}

class ObjectFinder {
  readonly found: (ProgramObject | undefined)[] = [];
  private readonly operands: Operand[] = [];
  private readonly blocks: Block[] = [{ height: 0, results: 0, id: 0 }];
  private blockIds = 0;
  /** Locals that are assigned once, to an address: good as long as the block is open in which that was. */
  private readonly kept = new Map<number, { readonly operand: Operand; readonly block: number }>();

  constructor(
    private readonly module: Module,
    private readonly objects: ProgramObjects,
    private readonly local: LocalObjects,
    private readonly code: FunctionCode,
  ) {}

  run(): void {
    const { start, end, analysis } = this.code;
    const { frame, assignments } = analysis;
    const i = new InstructionReader(this.module.bytes, start, end);
    while (i.next()) {
      this.visit(i);
      if (frame?.setAt === i.end && assignments[frame.local]! <= 2) this.keep(frame.local, at(From.frame, 0));
    }
  }

  private visit(i: InstructionReader): void {
    switch (i.opcode) {
      case Op.i32Const:
        return this.push(at(From.zero, i.first));
      case Op.globalGet:
        return this.push(i.first === this.code.threadLocals ? THREAD_BASE : UNKNOWN);
      case Op.localGet:
        return this.push(this.keptIn(i.first));
      case Op.localSet:
      case Op.localTee:
        return this.setLocal(i);
      case Op.i32Add:
      case Op.i32Sub: {
        const right = this.pop();
        const left = this.pop();
        return this.push(i.opcode === Op.i32Add ? this.sum(left, right) : this.difference(left, right));
      }
      default:
        if (ACCESS_BYTES[i.opcode]) this.access(i);
        else if (i.opcode < 0x100 && STACK_EFFECT[i.opcode]! >= 0) this.plain(STACK_EFFECT[i.opcode]!);
        else this.structured(i);
    }
  }

  private push(operand: Operand): void {
    this.operands.push(operand);
  }

  private pop(): Operand {
    return this.operands.length > this.blocks.at(-1)!.height ? this.operands.pop()! : UNKNOWN;
  }

  private plain(effect: number): void {
    for (let n = effect >> 2; n > 0; n--) this.pop();
    for (let n = effect & 3; n > 0; n--) this.push(UNKNOWN);
  }

  private keep(local: number, operand: Operand): void {
    this.kept.set(local, { operand, block: this.blocks.at(-1)!.id });
  }

  private keptIn(local: number): Operand {
    const known = this.kept.get(local);
    return known && this.blocks.some(({ id }) => id === known.block) ? known.operand : UNKNOWN;
  }

  private setLocal(i: InstructionReader): void {
    const operand = this.pop();
    // An address that has a local for itself is that of a variable, whatever will be added to it.
    if (this.code.analysis.assignments[i.first] === 1 && isAddress(operand))
      this.keep(i.first, operand === THREAD_BASE ? operand : { ...operand, object: this.objectOf(operand) });
    if (i.opcode === Op.localTee) this.push(operand);
  }

  private objectOf({ from, offset, object }: Operand): ProgramObject | undefined {
    if (object || from === undefined) return object;
    return from === From.frame ? this.local(offset) : this.objects.static(from, offset);
  }

  /** clang puts the address on the left of an index. */
  private sum(left: Operand, right: Operand): Operand {
    if (left.from === undefined) return UNKNOWN;
    if (isNumber(right)) return { ...left, offset: left.offset + right.offset };
    if (isNumber(left) && isAddress(right)) return { ...right, offset: right.offset + left.offset };
    return this.indexed(left);
  }

  private difference(left: Operand, right: Operand): Operand {
    if (left.from === undefined || isAddress(right)) return UNKNOWN;
    if (isNumber(right)) return { ...left, offset: left.offset - right.offset };
    return isNumber(left) ? UNKNOWN : this.indexed(left);
  }

  private indexed(operand: Operand): Operand {
    const object = operand === THREAD_BASE ? undefined : this.objectOf(operand);
    return object ? { from: operand.from, offset: 0, isIndexed: true, object } : UNKNOWN;
  }

  private access(i: InstructionReader): void {
    if (!isLoad(i.opcode)) this.pop();
    const { object, offset, isIndexed } = this.pop();
    const size = ACCESS_BYTES[i.opcode]!;
    const first = object ? offset + i.second - object.offset : 0;
    const isInside = object && !isIndexed && first >= 0 && first + size <= object.size;
    this.found.push(object && !isInside && size <= object.size ? object : undefined);
    if (isLoad(i.opcode)) this.push(UNKNOWN);
  }

  private call(typeIndex: number): void {
    const { parameters, results } = this.module.types[typeIndex]!;
    for (let n = parameters.length; n > 0; n--) this.pop();
    for (let n = results.length; n > 0; n--) this.push(UNKNOWN);
  }

  private structured(i: InstructionReader): void {
    switch (i.opcode) {
      case Op.block:
      case Op.loop:
      case Op.if:
      case Op.try:
        return this.enter(i);
      case Op.else:
      case Op.catch:
      case Op.catchAll:
        return this.otherwise(i);
      case Op.end:
      case Op.delegate:
        return this.leave();
      case Op.brIf:
        this.pop();
        return;
      case Op.call:
        return this.call(this.module.functionTypes[i.first]!);
      case Op.callIndirect:
        this.pop();
        return this.call(i.first);
      default:
        // What follows a jump isn't reached; operands of vector and atomic instructions aren't followed.
        this.operands.length = this.blocks.at(-1)!.height;
    }
  }

  private enter(i: InstructionReader): void {
    if (i.opcode === Op.if) this.pop();
    const { parameters, results } = blockType(this.module, i.first);
    for (let n = parameters.length; n > 0; n--) this.pop();
    this.blocks.push({ height: this.operands.length, results: results.length, id: ++this.blockIds });
    for (let n = parameters.length; n > 0; n--) this.push(UNKNOWN);
  }

  private otherwise(i: InstructionReader): void {
    const block = this.blocks.at(-1)!;
    this.operands.length = block.height;
    block.id = ++this.blockIds;
    const thrown = i.opcode === Op.catch ? this.module.types[this.module.tagTypes[i.first] ?? 0]?.parameters.length : 0;
    for (let n = thrown ?? 0; n > 0; n--) this.push(UNKNOWN);
  }

  private leave(): void {
    if (this.blocks.length === 1) return;
    const { height, results } = this.blocks.pop()!;
    this.operands.length = height;
    for (let n = results; n > 0; n--) this.push(UNKNOWN);
  }
}

const isNumber = ({ from, object, isIndexed }: Operand): boolean => from === From.zero && !object && !isIndexed;
const isAddress = ({ from, object }: Operand): boolean =>
  object !== undefined || from === From.frame || from === From.threadLocals;

/** By ordinal of the function's loads and stores: the variable that the access has to lie in, where that isn't plain already. Empty: of none. */
export function indexedObjects(
  module: Module,
  objects: ProgramObjects,
  code: FunctionCode,
): readonly (ProgramObject | undefined)[] {
  const local = objects.localsAt(code.start - module.codeStart);
  if (!local) return [];
  const finder = new ObjectFinder(module, objects, local, code);
  finder.run();
  return finder.found;
}
