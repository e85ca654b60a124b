/** A function's instructions, ready to be run from any of them. */
import { ByteReader } from '../wasm-binary/byte-reader.ts';
import { blockType } from '../wasm-binary/block-type.ts';
import { InstructionReader, Op, readLocals } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import { STACK_EFFECT } from '../wasm-binary/stack-effect.ts';
import type { CodeOffset } from '../util/units.ts';

export interface Instruction {
  readonly opcode: number;
  readonly at: CodeOffset;
  readonly first: number;
  readonly second: number;
  /** Of a constant. */
  readonly constant: number | bigint;
  /** Of br_table: the label of each value, the default's last. */
  readonly labels: readonly number[];
  /** Operands of the function on the stack before it runs; -1 where control can't come. */
  height: number;
  /** The innermost block that it is in, as the index of the instruction that opens it; -1: the body itself. */
  readonly block: number;
  /** Of what opens a block: the index of its `end`, and of its `else` if it has one. */
  end: number;
  otherwise: number;
  /** Of what opens a block: operands it takes and gives. */
  readonly takes: number;
  readonly gives: number;
}

export interface Code {
  readonly instructions: readonly Instruction[];
  readonly locals: number;
  readonly results: number;
  /** Locals that one instruction alone assigns: they keep what they were given. */
  readonly constants: ReadonlySet<number>;
}

/** Undefined for a function with instructions that aren't followed: vectors, atomics, references, exceptions of the older kind. */
export function decodeFunction(module: Module, functionIndex: number): Code | undefined {
  const body = module.bodies[functionIndex - module.importedFunctions];
  const type = module.types[module.functionTypes[functionIndex] ?? -1];
  if (!body || !type) return undefined;
  const { groups, codeStart } = readLocals(module.bytes, body.start, body.end);
  const instructions = new Decoder(module, type.results.length).run(
    new InstructionReader(module.bytes, codeStart, body.end),
  );
  const locals = groups.reduce((sum, [count]) => sum + count, type.parameters.length);
  return instructions && { instructions, locals, results: type.results.length, constants: assignedOnce(instructions) };
}

function assignedOnce(instructions: readonly Instruction[]): Set<number> {
  const counts = new Map<number, number>();
  for (const { opcode, first } of instructions)
    if (opcode === Op.localSet || opcode === Op.localTee) counts.set(first, (counts.get(first) ?? 0) + 1);
  return new Set([...counts].flatMap(([local, count]) => (count === 1 ? local : [])));
}

class Decoder {
  readonly #instructions: Instruction[] = [];
  /** Open blocks. */
  readonly #open: { readonly index: number; readonly base: number; readonly gives: number }[] = [];
  #height = 0;
  #isDead = false;

  constructor(
    readonly module: Module,
    readonly results: number,
  ) {}

  run(i: InstructionReader): Instruction[] | undefined {
    while (i.next()) {
      this.#add(i);
      const effect = this.#effect(i);
      if (effect === undefined) return undefined;
      this.#height += effect;
    }
    return this.#instructions;
  }

  #add(i: InstructionReader): void {
    const opens = i.opcode === Op.block || i.opcode === Op.loop || i.opcode === Op.if;
    const type = opens ? blockType(this.module, i.first) : undefined;
    const [takes, gives] = [type?.parameters.length ?? 0, type?.results.length ?? 0];
    this.#instructions.push({
      opcode: i.opcode,
      at: i.start - this.module.codeStart,
      first: i.first,
      second: i.second,
      constant: this.#constant(i),
      labels: i.opcode === Op.brTable ? this.#labels(i) : [],
      height: this.#isDead ? -1 : this.#height,
      block: this.#open.at(-1)?.index ?? -1,
      end: -1,
      otherwise: -1,
      takes,
      gives,
    });
  }

  #constant(i: InstructionReader): number | bigint {
    const { bytes } = this.module;
    if (i.opcode === Op.i32Const) return i.first;
    if (i.opcode === Op.i64Const) return new ByteReader(bytes, i.start + 1).s64();
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    if (i.opcode === Op.f32Const) return view.getFloat32(i.start + 1, true);
    return i.opcode === Op.f64Const ? view.getFloat64(i.start + 1, true) : 0;
  }

  #labels(i: InstructionReader): number[] {
    const reader = new ByteReader(this.module.bytes, i.start + 1);
    return Array.from({ length: reader.u32() + 1 }, () => reader.u32());
  }

  /** What the instruction adds to the height; undefined: it is not understood. */
  #effect(i: InstructionReader): number | undefined {
    const known = i.opcode < 0x100 ? STACK_EFFECT[i.opcode]! : -1;
    if (known >= 0) return (known & 3) - (known >> 2);
    switch (i.opcode) {
      case Op.block:
      case Op.loop:
      case Op.if:
        return this.#enter(i.opcode);
      case Op.else:
        return this.#otherwise();
      case Op.end:
        return this.#leave();
      case Op.br:
      case Op.brTable:
      case Op.return:
      case Op.unreachable:
        this.#isDead = true;
        return 0;
      case Op.brIf:
        return -1;
      case Op.call:
        return this.#call(this.module.functionTypes[i.first]);
      case Op.callIndirect:
        return this.#call(i.first) - 1;
      case Op.memoryCopy:
      case Op.memoryFill:
        return -3;
      default:
        return i.opcode >= 0xfc00 && i.opcode <= 0xfc07 ? 0 : undefined;
    }
  }

  #call(type: number | undefined): number {
    const called = this.module.types[type ?? -1];
    return (called?.results.length ?? 0) - (called?.parameters.length ?? 0);
  }

  #enter(opcode: number): number {
    const index = this.#instructions.length - 1;
    const { takes, gives } = this.#instructions[index]!;
    const operands = takes + (opcode === Op.if ? 1 : 0);
    this.#open.push({ index, base: this.#height - operands, gives });
    return opcode === Op.if ? -1 : 0;
  }

  #otherwise(): number {
    const open = this.#open.at(-1);
    if (!open) return 0;
    const opener = this.#instructions[open.index]!;
    opener.otherwise = this.#instructions.length - 1;
    this.#isDead = opener.height < 0;
    return open.base + opener.takes - this.#height;
  }

  #leave(): number {
    const open = this.#open.pop();
    if (!open) return 0;
    const opener = this.#instructions[open.index]!;
    const at = this.#instructions.length - 1;
    opener.end = at;
    this.#isDead = opener.height < 0;
    // An `end` is also where branches come to: its height is that behind it.
    this.#height = open.base + open.gives;
    this.#instructions[at]!.height = this.#isDead ? -1 : this.#height;
    return 0;
  }
}
