/**
 * What WebAssembly's number instructions compute. The engine itself is asked, by a small module with one function for each of them,
 * so that rounding, wrapping and traps are its own (core specification, 4.3).
 */
import { ByteWriter } from '../wasm-binary/byte-writer.ts';
import { ValueType } from '../wasm-binary/module.ts';
import { SectionId, writeHeader, writeSection } from '../wasm-binary/sections.ts';

/** i32, f32 and f64 as numbers, i64 as a bigint; undefined: not known. */
export type Value = number | bigint | undefined;

/** Opcode ranges with operand types and result: i I f d stand for i32 i64 f32 f64. */
const SIGNATURES: readonly (readonly [from: number, to: number, operands: string, result: string])[] = [
  [0x45, 0x45, 'i', 'i'], // i32.eqz
  [0x46, 0x4f, 'ii', 'i'],
  [0x50, 0x50, 'I', 'i'], // i64.eqz
  [0x51, 0x5a, 'II', 'i'],
  [0x5b, 0x60, 'ff', 'i'],
  [0x61, 0x66, 'dd', 'i'],
  [0x67, 0x69, 'i', 'i'], // clz, ctz, popcnt
  [0x6a, 0x78, 'ii', 'i'],
  [0x79, 0x7b, 'I', 'I'],
  [0x7c, 0x8a, 'II', 'I'],
  [0x8b, 0x91, 'f', 'f'],
  [0x92, 0x98, 'ff', 'f'],
  [0x99, 0x9f, 'd', 'd'],
  [0xa0, 0xa6, 'dd', 'd'],
  [0xa7, 0xa7, 'I', 'i'], // i32.wrap_i64
  [0xa8, 0xa9, 'f', 'i'], // trunc
  [0xaa, 0xab, 'd', 'i'],
  [0xac, 0xad, 'i', 'I'], // i64.extend_i32
  [0xae, 0xaf, 'f', 'I'],
  [0xb0, 0xb1, 'd', 'I'],
  [0xb2, 0xb3, 'i', 'f'], // convert
  [0xb4, 0xb5, 'I', 'f'],
  [0xb6, 0xb6, 'd', 'f'], // demote
  [0xb7, 0xb8, 'i', 'd'],
  [0xb9, 0xba, 'I', 'd'],
  [0xbb, 0xbb, 'f', 'd'], // promote
  [0xbc, 0xbc, 'f', 'i'], // reinterpret
  [0xbd, 0xbd, 'd', 'I'],
  [0xbe, 0xbe, 'i', 'f'],
  [0xbf, 0xbf, 'I', 'd'],
  [0xc0, 0xc1, 'i', 'i'], // sign extension
  [0xc2, 0xc4, 'I', 'I'],
  [0xfc00, 0xfc01, 'f', 'i'], // trunc_sat
  [0xfc02, 0xfc03, 'd', 'i'],
  [0xfc04, 0xfc05, 'f', 'I'],
  [0xfc06, 0xfc07, 'd', 'I'],
];

const TYPES: Readonly<Record<string, number>> = {
  i: ValueType.i32,
  I: ValueType.i64,
  f: ValueType.f32,
  d: ValueType.f64,
};

type Compute = (a: number | bigint, b?: number | bigint) => number | bigint;

export interface Arithmetic {
  /** How many operands a number instruction takes; undefined: it is none. */
  operands(opcode: number): number | undefined;
  /** Its result; undefined where an operand isn't known, or where it traps. */
  compute(opcode: number, a: Value, b: Value): Value;
}

export function createArithmetic(): Arithmetic {
  const counts = new Map<number, number>();
  for (const [from, to, operands] of SIGNATURES)
    for (let opcode = from; opcode <= to; opcode += 1) counts.set(opcode, operands.length);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()));
  const functions = new Map([...counts.keys()].map((opcode) => [opcode, exports[nameOf(opcode)] as Compute]));
  return {
    operands: (opcode) => counts.get(opcode),
    compute(opcode, a, b) {
      if (a === undefined || (b === undefined && counts.get(opcode) === 2)) return undefined;
      try {
        return functions.get(opcode)?.(a, b);
      } catch {
        return undefined;
      }
    },
  };
}

const nameOf = (opcode: number): string => opcode.toString(16);

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const out = new ByteWriter();
  const [types, functions, exports, code] = [new ByteWriter(), new ByteWriter(), new ByteWriter(), new ByteWriter()];
  const total = SIGNATURES.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  for (const section of [functions, exports, code]) section.u32(total);
  types.u32(SIGNATURES.length);
  let index = 0;
  for (const [type, [from, to, operands, result]] of SIGNATURES.entries()) {
    types.raw(
      Uint8Array.from([0x60, operands.length, ...[...operands].map((each) => TYPES[each]!), 1, TYPES[result]!]),
    );
    for (let opcode = from; opcode <= to; opcode += 1) {
      functions.u32(type);
      exports.name(nameOf(opcode));
      exports.u8(0);
      exports.u32(index++);
      const gets = [...operands].flatMap((_, operand) => [0x20, operand]);
      const instruction = opcode > 0xff ? [opcode >> 8, opcode & 0xff] : [opcode];
      const body = [0, ...gets, ...instruction, 0x0b];
      code.u32(body.length);
      code.raw(Uint8Array.from(body));
    }
  }
  writeHeader(out);
  writeSection(out, SectionId.type, types.bytes);
  writeSection(out, SectionId.function, functions.bytes);
  writeSection(out, SectionId.export, exports.bytes);
  writeSection(out, SectionId.code, code.bytes);
  return out.bytes.slice();
}
