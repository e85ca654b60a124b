/**
 * Makes a step again to see what it read. A recording holds stores and no loads, but the loads follow from it: the step's
 * instructions are run over the memory that was before it, from its first to where the next statement begins.
 *
 * What isn't known stays unknown: values that were in wasm locals before the step, results of system calls and of the allocator.
 * A branch on such a value ends it, and so does a store that the recording knows nothing of. So what is told was read; it may not be
 * all.
 */
import { Op } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import { ACCESS_BYTES, isLoad, isStore } from '../wasm-binary/stack-effect.ts';
import type { Address, CodeOffset, FunctionIndex } from '../util/units.ts';
import type { Arithmetic, Value } from './arithmetic.ts';
import type { Code, Instruction } from './decode.ts';
import { libraryReads, type Range } from './library-reads.ts';
import type { SeenMemory } from './memory.ts';
import { bytesOf, valueOf } from './values.ts';

/** What the interpreter knows of the program. */
export interface Program {
  readonly module: Module;
  readonly arithmetic: Arithmetic;
  readonly stackPointer: number;
  /** Undefined for a function that is not run again: an import, the allocator, or one that can't be followed. */
  code(functionIndex: FunctionIndex): Code | undefined;
  name(functionIndex: FunctionIndex): string;
  /** The function at an index of the table. */
  entry(index: number): FunctionIndex | undefined;
}

/** A call in progress. */
export interface Activation {
  readonly code: Code;
  readonly functionIndex: FunctionIndex;
  readonly locals: Value[];
  stack: Value[];
  /** Index of the next instruction. */
  next: number;
}

/** Where the next statement begins, which ends the step; undefined: nowhere. */
export interface Goal {
  readonly functionIndex: FunctionIndex;
  readonly at: CodeOffset;
}

/** Under a millisecond. Enough for what programs write between two calls; printf is not followed to its end. */
const MOST_INSTRUCTIONS = 8000;
const MOST_LOADS = 4096;
const DEEPEST = 64;

export class Interpreter {
  readonly loads: Range[] = [];
  readonly #program: Program;
  readonly #memory: SeenMemory;
  readonly #goal: Goal | undefined;
  /** Outermost first. */
  readonly #calls: Activation[];
  readonly #globals = new Map<number, Value>();
  #isOver = false;
  #lastLoad: Instruction | undefined;

  constructor(
    program: Program,
    memory: SeenMemory,
    calls: Activation[],
    stackPointer: Address | undefined,
    goal?: Goal,
  ) {
    this.#program = program;
    this.#memory = memory;
    this.#calls = calls;
    this.#goal = goal;
    this.#globals.set(program.stackPointer, stackPointer);
  }

  run(): void {
    for (let left = MOST_INSTRUCTIONS; left > 0 && !this.#isOver; left -= 1) {
      const call = this.#calls.at(-1);
      const instruction = call?.code.instructions[call.next];
      if (!call || !instruction) return;
      if (left < MOST_INSTRUCTIONS && this.#isGoal(call, instruction)) return;
      call.next += 1;
      this.#step(call, instruction);
    }
  }

  #isGoal({ functionIndex }: Activation, { at }: Instruction): boolean {
    return this.#goal !== undefined && this.#goal.at === at && this.#goal.functionIndex === functionIndex;
  }

  #step(call: Activation, i: Instruction): void {
    const { stack } = call;
    if (isLoad(i.opcode)) return this.#load(stack, i);
    if (isStore(i.opcode)) return this.#store(stack, i);
    const operands = this.#program.arithmetic.operands(i.opcode);
    if (operands !== undefined) {
      const b = operands === 2 ? stack.pop() : undefined;
      stack.push(this.#program.arithmetic.compute(i.opcode, stack.pop(), b));
      return;
    }
    if (i.opcode <= Op.callIndirect) return this.#control(call, i);
    this.#plain(call, i);
  }

  #plain({ stack, locals }: Activation, i: Instruction): void {
    switch (i.opcode) {
      case Op.i32Const:
      case Op.i64Const:
      case Op.f32Const:
      case Op.f64Const:
        stack.push(i.constant);
        return;
      case Op.localGet:
        stack.push(locals[i.first]);
        return;
      case Op.localSet:
        locals[i.first] = stack.pop();
        return;
      case Op.localTee:
        locals[i.first] = stack.at(-1);
        return;
      case Op.globalGet:
        stack.push(this.#globals.get(i.first));
        return;
      case Op.globalSet:
        this.#globals.set(i.first, stack.pop());
        return;
      case Op.drop:
        stack.pop();
        return;
      case Op.select: {
        const [a, b, which] = stack.splice(-3);
        stack.push(which === undefined ? undefined : which ? a : b);
        return;
      }
      case Op.memorySize:
        stack.push(undefined);
        return;
      case Op.memoryGrow:
        stack[stack.length - 1] = undefined;
        return;
      case Op.memoryCopy:
      case Op.memoryFill:
        return this.#bulk(stack, i.opcode);
      default:
        this.#isOver = true;
    }
  }

  // Memory

  #load(stack: Value[], instruction: Instruction): void {
    const { opcode, second } = instruction;
    const base = stack.pop();
    if (typeof base !== 'number') {
      stack.push(undefined);
      return;
    }
    const [address, n] = [(base >>> 0) + second, ACCESS_BYTES[opcode]!];
    this.#note(address, n, instruction);
    const bytes = this.#memory.load(address, n);
    stack.push(bytes && valueOf(opcode, bytes));
  }

  #store(stack: Value[], { opcode, second }: Instruction): void {
    const [base, value] = stack.splice(-2);
    if (typeof base !== 'number') return;
    const [address, n] = [(base >>> 0) + second, ACCESS_BYTES[opcode]!];
    if (!this.#memory.store(address, n, bytesOf(opcode, value, n))) this.#isOver = true;
  }

  #bulk(stack: Value[], opcode: number): void {
    const [to, from, n] = stack.splice(-3);
    if (typeof n !== 'number' || typeof to !== 'number') {
      this.#isOver = true;
      return;
    }
    const isCopy = opcode === Op.memoryCopy && typeof from === 'number';
    if (isCopy) this.#note(from >>> 0, n >>> 0, undefined);
    if (n !== 0 && !this.#memory.store(to >>> 0, n >>> 0, undefined)) this.#isOver = true;
  }

  /** Bytes that one instruction reads one after the other, in a loop, are one load. */
  #note(address: Address, size: number, by: Instruction | undefined): void {
    const last = this.loads.at(-1);
    if (size === 0) return;
    if (last && by !== undefined && by === this.#lastLoad && last.address + last.size === address)
      this.loads[this.loads.length - 1] = { ...last, size: last.size + size };
    else this.loads.push({ address, size });
    this.#lastLoad = by;
    if (this.loads.length > MOST_LOADS) this.#isOver = true;
  }

  // Control

  #control(call: Activation, i: Instruction): void {
    const { stack } = call;
    switch (i.opcode) {
      case Op.nop:
      case Op.block:
      case Op.loop:
        return;
      case Op.if: {
        const condition = stack.pop();
        if (condition === undefined) this.#isOver = true;
        else if (!condition) call.next = (i.otherwise < 0 ? i.end : i.otherwise) + 1;
        return;
      }
      case Op.else:
        call.next = (call.code.instructions[i.block]?.end ?? call.next) + 1;
        return;
      case Op.end:
        if (i.block < 0) this.#return(call);
        return;
      case Op.br:
        return this.#branch(call, i, i.first);
      case Op.brIf: {
        const condition = stack.pop();
        if (condition === undefined) this.#isOver = true;
        else if (condition) this.#branch(call, i, i.first);
        return;
      }
      case Op.brTable: {
        const value = stack.pop();
        if (typeof value !== 'number') this.#isOver = true;
        else this.#branch(call, i, i.labels[value >>> 0] ?? i.labels.at(-1) ?? 0);
        return;
      }
      case Op.return:
        return this.#return(call);
      case Op.call:
        return this.#call(stack, i.first);
      case Op.callIndirect: {
        const index = stack.pop();
        return this.#call(stack, typeof index === 'number' ? this.#program.entry(index) : undefined, i.first);
      }
      default:
        this.#isOver = true;
    }
  }

  #branch(call: Activation, { block }: Instruction, label: number): void {
    const { instructions } = call.code;
    let at = block;
    for (let n = label; n > 0 && at >= 0; n -= 1) at = instructions[at]!.block;
    const target = instructions[at];
    if (!target) return this.#return(call);
    const isLoop = target.opcode === Op.loop;
    const kept = isLoop ? target.takes : target.gives;
    const base = target.height - target.takes - (target.opcode === Op.if ? 1 : 0);
    const results = kept > 0 ? call.stack.slice(-kept) : [];
    call.stack.length = Math.max(0, base);
    call.stack.push(...results);
    call.next = isLoop ? at + 1 : target.end + 1;
  }

  #return(call: Activation): void {
    const { results } = call.code;
    this.#calls.pop();
    const caller = this.#calls.at(-1);
    if (!caller) this.#isOver = true;
    else if (results > 0) caller.stack.push(...call.stack.slice(-results));
  }

  #call(stack: Value[], functionIndex: FunctionIndex | undefined, typeIndex?: number): void {
    const { module } = this.#program;
    const type = module.types[typeIndex ?? module.functionTypes[functionIndex ?? -1] ?? -1];
    if (!type) {
      this.#isOver = true;
      return;
    }
    const count = type.parameters.length;
    const args = count > 0 ? stack.splice(-count) : [];
    const code = functionIndex === undefined ? undefined : this.#program.code(functionIndex);
    if (code && functionIndex !== undefined && this.#calls.length < DEEPEST) {
      const zeros = Array.from({ length: code.locals - count }, () => 0);
      this.#calls.push({ code, functionIndex, locals: [...args, ...zeros], stack: [], next: 0 });
      return;
    }
    const library = this.#libraryCall(functionIndex, args);
    this.#memory.skipped();
    if (type.results.length > 0) stack.push(library?.result);
  }

  #libraryCall(functionIndex: FunctionIndex | undefined, args: readonly Value[]) {
    const known = args.flatMap((each) => (typeof each === 'number' ? each : []));
    if (functionIndex === undefined || known.length < args.length) return undefined;
    const byte = (address: Address): number | undefined => this.#memory.load(address, 1)?.[0];
    const library = libraryReads(this.#program.name(functionIndex), known, byte);
    for (const { address, size } of library?.reads ?? []) this.#note(address, size, undefined);
    return library;
  }
}
