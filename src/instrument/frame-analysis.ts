/**
 * What a function does with its stack frame, read off its instructions.
 *
 * clang puts locals in linear memory, at constants from a frame base that the prologue keeps in a wasm local:
 *
 *     global.get $__stack_pointer
 *     i32.const 32
 *     i32.sub                     (i32.const -32, i32.and: where a variable asks for more alignment)
 *     local.tee $frame_base
 *     global.set $__stack_pointer (left out in leaf functions)
 *
 * Where the frame's address is used for nothing but loads and stores at constants from it, nobody else can reach the frame: such
 * accesses are in bounds by construction, and whether a byte is read before it is written can be decided here (definite
 * assignment along all paths). Only the bytes that may be read unwritten need shadow memory at run time.
 */
import { InstructionReader, Op } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import { AssignmentFlow } from './assignment-flow.ts';
import { FollowedControl } from './followed-control.ts';
import { Base, FollowedValues } from './followed-values.ts';
import { ACCESS_BYTES, isLoad, isStore, STACK_EFFECT } from '../wasm-binary/stack-effect.ts';

export interface Frame {
  /** The wasm local that holds the frame base from `setAt` on. */
  readonly local: number;
  readonly size: number;
  /** End of the prologue instruction that establishes the frame (absolute offset). */
  readonly setAt: number;
  /** The frame lies below the stack pointer: its function calls nothing, and has no need to move it (LLVM's red zone). */
  readonly inRedZone: boolean;
  /** The frame's address leaves the function's own constant accesses. */
  readonly escapes: boolean;
  /** 1 for each byte of a frame that doesn't escape which may be read before it is written. */
  readonly unassigned: Uint8Array;
}

export interface FrameAnalysis {
  readonly frame: Frame | undefined;
  /** By ordinal of the function's loads and stores: offset from the frame base, or -1 for other addresses. */
  readonly accesses: readonly number[];
  /** What each of them is. */
  readonly accessOpcodes: readonly number[];
  /** Calls nothing, so that nobody needs to know of its frame while it runs. */
  readonly isLeaf: boolean;
  /** The stack pointer moves in the middle of the function (alloca, variable-length arrays). */
  readonly movesStack: boolean;
  /** How often each wasm local is assigned. */
  readonly assignments: Uint16Array;
}

const LARGEST_ANALYSED = 2048;

/** What a prologue is made of. */
const PROLOGUE: ReadonlySet<number> = new Set([
  ...[Op.globalGet, Op.globalSet, Op.localGet, Op.localSet, Op.localTee],
  ...[Op.i32Const, Op.i32Sub, Op.i32And, Op.drop],
]);

class FrameAnalyser {
  private readonly values = new FollowedValues();
  /** By wasm local: the stack address or constant that is known to be in it. */
  private readonly localBase: ({ readonly base: Base; readonly offset: number } | undefined)[] = [];
  private readonly accesses: number[] = [];
  private readonly accessOpcodes: number[] = [];
  private candidate: { local: number; size: number; setAt: number; aligned: boolean; inRedZone: boolean } | undefined;
  private inPrologue = true;
  private isLeaf = true;
  private movesStack = false;
  private unassigned: Uint8Array = new Uint8Array(0);
  private readonly assigned = new AssignmentFlow();
  private readonly control: FollowedControl;

  constructor(
    private readonly module: Module,
    private readonly stackPointer: number,
    private readonly assignments: Uint16Array,
  ) {
    this.control = new FollowedControl(module, this.values, this.assigned);
    for (let n = assignments.length; n > 0; n--) this.localBase.push(undefined);
  }

  run(i: InstructionReader, results: number): FrameAnalysis {
    this.control.begin(results);
    while (i.next()) this.visit(i);
    const { accesses, accessOpcodes, isLeaf, movesStack, assignments } = this;
    return { frame: this.frame(), accesses, accessOpcodes, isLeaf, movesStack, assignments };
  }

  private frame(): Frame | undefined {
    if (!this.candidate) return undefined;
    const { local, size, setAt, inRedZone } = this.candidate;
    return { local, size, setAt, inRedZone, escapes: this.values.escapes, unassigned: this.unassigned };
  }

  private visit(i: InstructionReader): void {
    if (this.inPrologue && !PROLOGUE.has(i.opcode)) this.endPrologue();
    switch (i.opcode) {
      case Op.i32Const:
        return this.values.push(Base.constant, i.first);
      case Op.i32Add:
      case Op.i32Sub:
      case Op.i32And:
        return this.arithmetic(i.opcode);
      case Op.localGet: {
        const known = this.localBase[i.first];
        if (known) return this.values.push(known.base, known.offset);
        return this.values.push(i.first === this.candidate?.local && !this.inPrologue ? Base.doubtful : Base.unknown);
      }
      case Op.localSet:
      case Op.localTee:
        return this.setLocal(i);
      case Op.globalGet:
        return this.values.push(i.first === this.stackPointer && this.inPrologue ? Base.stack : Base.unknown);
      case Op.globalSet:
        return this.setGlobal(i);
      case Op.drop:
        return this.values.pop();
      default:
        if (ACCESS_BYTES[i.opcode]) this.access(i);
        else if (i.opcode < 0x100 && STACK_EFFECT[i.opcode]! >= 0) this.plain(STACK_EFFECT[i.opcode]!);
        else this.structured(i);
    }
  }

  private plain(effect: number): void {
    for (let n = effect >> 2; n > 0; n--) this.values.popEscaping();
    for (let n = effect & 3; n > 0; n--) this.values.push(Base.unknown);
  }

  private endPrologue(): void {
    this.inPrologue = false;
    const found = this.candidate;
    if (!found) return;
    // A frame base in a local that is assigned again later can't be followed.
    const followed = this.assignments[found.local]! <= (found.aligned ? 2 : 1);
    const analysed = followed && found.size <= LARGEST_ANALYSED;
    if (!analysed) this.values.escapes = true;
    // Copies of the incoming stack pointer serve to give it back; everything else is forgotten.
    this.localBase.forEach((known, local) => {
      if (known?.base !== Base.stack || known.offset !== 0 || this.assignments[local]! > 1)
        this.localBase[local] = undefined;
    });
    if (followed) this.localBase[found.local] = { base: Base.frame, offset: 0 };
    this.unassigned = new Uint8Array(analysed ? found.size : 0);
    this.assigned.start(analysed ? found.size : 0);
  }

  private arithmetic(opcode: number): void {
    this.values.pop();
    const [rightBase, right] = [this.values.base, this.values.offset];
    this.values.pop();
    const [leftBase, left] = [this.values.base, this.values.offset];
    const follow = (base: Base, offset: number): void => this.values.push(base, offset);
    if (opcode === Op.i32And && this.inPrologue && leftBase === Base.stack && rightBase === Base.constant) {
      if (this.candidate) this.candidate.aligned = true;
      return follow(Base.stack, left);
    }
    if (opcode !== Op.i32And && rightBase === Base.constant && leftBase !== Base.unknown)
      return follow(leftBase, opcode === Op.i32Add ? left + right : left - right);
    if (opcode === Op.i32Add && leftBase === Base.constant && rightBase !== Base.unknown)
      return follow(rightBase, left + right);
    if (leftBase >= Base.stack || rightBase >= Base.stack) this.values.escapes = true;
    this.values.push(Base.unknown);
  }

  private setLocal(i: InstructionReader): void {
    this.values.pop();
    const { base, offset } = this.values;
    if (base >= Base.stack) {
      if (!this.inPrologue) this.values.escapes = true;
      else {
        this.localBase[i.first] = { base, offset };
        const aligned = this.candidate?.aligned ?? false;
        if (offset < 0) this.candidate = { local: i.first, size: -offset, setAt: i.end, aligned, inRedZone: true };
      }
    } else if (base === Base.constant && this.inPrologue) this.localBase[i.first] = { base, offset };
    else this.localBase[i.first] = undefined;
    if (i.opcode === Op.localTee) this.values.push(base, offset);
  }

  private setGlobal(i: InstructionReader): void {
    this.values.pop();
    if (i.first !== this.stackPointer) return;
    if (this.inPrologue && this.values.base === Base.stack) {
      if (this.candidate) {
        this.candidate.setAt = i.end;
        this.candidate.inRedZone = false;
      }
    } else if (
      this.values.base < Base.doubtful ||
      (this.values.base !== Base.stack && this.values.offset !== this.candidate?.size)
    ) {
      this.movesStack = true;
    }
  }

  private frameOffset(base: Base, offset: number): number {
    if (!this.candidate) return -1;
    if (base === Base.frame || base === Base.doubtful) return offset;
    return base === Base.stack ? offset + this.candidate.size : -1;
  }

  private access(i: InstructionReader): void {
    const store = isStore(i.opcode);
    if (store) this.values.popEscaping();
    this.values.pop();
    const at =
      this.values.base >= Base.doubtful ? this.frameOffset(this.values.base, this.values.offset) + i.second : -1;
    const size = ACCESS_BYTES[i.opcode]!;
    const inFrame = at >= 0 && this.candidate !== undefined && at + size <= this.candidate.size;
    if (this.values.base >= Base.stack && !inFrame) this.values.escapes = true;
    this.accesses.push(inFrame ? at : -1);
    this.accessOpcodes.push(i.opcode);
    const assigned = this.assigned.now;
    if (inFrame && assigned) {
      if (store) assigned.add(at, size);
      else if (!assigned.hasAll(at, size)) this.unassigned.fill(1, at, at + size);
    }
    if (isLoad(i.opcode)) this.values.push(Base.unknown);
  }

  private call(typeIndex: number): void {
    this.isLeaf = false;
    const type = this.module.types[typeIndex]!;
    for (let n = type.parameters.length; n > 0; n--) this.values.popEscaping();
    for (let n = type.results.length; n > 0; n--) this.values.push(Base.unknown);
  }

  private structured(i: InstructionReader): void {
    switch (i.opcode) {
      case Op.block:
      case Op.loop:
      case Op.if:
      case Op.try:
        if (i.opcode === Op.try) this.values.escapes = true;
        return this.control.enter(i);
      case Op.else:
      case Op.catch:
      case Op.catchAll:
        return this.control.otherwise(i);
      case Op.end:
      case Op.delegate:
        return this.control.leave();
      case Op.br:
        this.assigned.branch(i.first);
        return this.control.stop();
      case Op.brIf:
        this.values.popEscaping();
        return this.assigned.branch(i.first);
      case Op.brTable:
        // Every enclosing label is a possible target: never wrong, only less exact.
        this.values.popEscaping();
        this.assigned.branchToAll();
        return this.control.stop();
      case Op.return:
      case Op.unreachable:
      case Op.throw:
      case Op.rethrow:
      case Op.throwRef:
      case Op.returnCall:
      case Op.returnCallIndirect:
        return this.control.stop();
      case Op.call:
        return this.call(this.module.functionTypes[i.first]!);
      case Op.callIndirect:
        this.values.popEscaping();
        return this.call(i.first);
      case Op.memoryCopy:
      case Op.memoryFill:
        this.isLeaf = false;
        for (let n = 3; n > 0; n--) this.values.popEscaping();
        return;
      default:
        // Vector, atomic and table instructions: operands aren't followed any more.
        this.values.escapes = true;
        this.isLeaf = false;
    }
  }
}

/** How often each local is assigned. */
function countAssignments(i: InstructionReader, locals: number): Uint16Array {
  const counts = new Uint16Array(locals);
  while (i.next()) if (i.opcode === Op.localSet || i.opcode === Op.localTee) counts[i.first]!++;
  return counts;
}

/** Analyses the body whose instructions lie at [start, end) of the module. */
export function analyseFrame(
  module: Module,
  stackPointer: number,
  typeIndex: number,
  locals: number,
  start: number,
  end: number,
): FrameAnalysis {
  const assignments = countAssignments(new InstructionReader(module.bytes, start, end), locals);
  const analyser = new FrameAnalyser(module, stackPointer, assignments);
  return analyser.run(new InstructionReader(module.bytes, start, end), module.types[typeIndex]!.results.length);
}
