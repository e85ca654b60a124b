/** Instructions with what the reader has to say of them, checked inside a module that V8 finds valid. */
import { expect } from 'vitest';
import { moduleOf, type FunctionSource } from './assemble.fixture.ts';
import { InstructionReader, readLocals } from './instructions.ts';
import { readModule, ValueType } from './module.ts';

const { i32, i64, f32, f64 } = ValueType;
export const DROP = [0x1a];
/** i32.const 0, the address of most accesses. */
export const ZERO = [0x41, 0];
export const VECTOR = [0xfd, 12, ...Array.from({ length: 16 }, (_, i) => i + 0xf0)];

/** One instruction: its bytes, and what the reader has to say of it. */
interface Instruction {
  readonly bytes: readonly number[];
  readonly opcode: number;
  readonly first?: number;
  readonly second?: number;
}

/** `before` and `after` make the instruction valid where it stands. */
export interface Case extends Instruction {
  readonly before?: readonly number[];
  readonly after?: readonly number[];
}

export function walk(bytes: Uint8Array, start: number, end: number): Instruction[] {
  const reader = new InstructionReader(bytes, start, end);
  const found: Instruction[] = [];
  while (reader.next()) {
    const { opcode, first, second } = reader;
    found.push({ bytes: [...bytes.subarray(reader.start, reader.end)], opcode, first, second });
  }
  return found;
}

/** Walks the cases in one function. Every case's own instruction must be found whole, between its neighbours. */
export function check(cases: readonly Case[], around: Partial<FunctionSource> = {}): void {
  const code = cases.flatMap(({ before = [], bytes, after = [] }) => [...before, ...bytes, ...after]);
  const wasm = moduleOf([{ ...around, code }]);
  expect(WebAssembly.validate(wasm as Uint8Array<ArrayBuffer>)).toBe(true);
  const { start, end } = readModule(wasm).bodies[0]!;
  const { codeStart } = readLocals(wasm, start, end);
  const found = walk(wasm, codeStart, end);
  expect(found.flatMap(({ bytes }) => bytes)).toEqual([...code, 0x0b]);
  let at = 0;
  for (const { before = [], bytes, after = [], opcode, first, second } of cases) {
    at += instructionsIn(found, at, before.length);
    expect(found[at]).toMatchObject({
      ...{ bytes, opcode },
      ...(first !== undefined && { first }),
      ...(second !== undefined && { second }),
    });
    at += 1 + instructionsIn(found, at + 1, after.length);
  }
}

/** How many instructions from `at` on take exactly `length` bytes. */
function instructionsIn(found: readonly Instruction[], at: number, length: number): number {
  let count = 0;
  for (let left = length; left > 0; count++) left -= found[at + count]!.bytes.length;
  return count;
}

export const constantOf = (type: number): number[] => {
  if (type === i32) return [0x41, 0];
  if (type === i64) return [0x42, 0];
  if (type === f32) return [0x43, 0, 0, 0, 0];
  return type === f64 ? [0x44, 0, 0, 0, 0, 0, 0, 0, 0] : VECTOR;
};
