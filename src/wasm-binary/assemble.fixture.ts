/** Hand-made modules for tests. */
import { ByteWriter } from './byte-writer.ts';
import { ValueType } from './module.ts';
import { SectionId, writeHeader, writeSection } from './sections.ts';

export interface FunctionSource {
  readonly parameters?: readonly number[];
  readonly results?: readonly number[];
  /** [count, type] groups. */
  readonly locals?: readonly (readonly [number, number])[];
  /** Instructions, without the last `end`. */
  readonly code: readonly number[];
}

type Contents = readonly number[] | Uint8Array;

/** A module of these sections, as they come. */
export function moduleOfSections(sections: readonly (readonly [id: number, contents: Contents])[]): Uint8Array {
  const out = new ByteWriter();
  writeHeader(out);
  for (const [id, contents] of sections) writeSection(out, id, Uint8Array.from(contents));
  return out.bytes.slice();
}

/** Count and items. */
export function vector(items: readonly Contents[]): Uint8Array {
  const out = new ByteWriter();
  out.u32(items.length);
  for (const item of items) out.raw(Uint8Array.from(item));
  return out.bytes.slice();
}

export function name(text: string): number[] {
  const out = new ByteWriter();
  out.name(text);
  return [...out.bytes];
}

export const functionType = (parameters: readonly number[] = [], results: readonly number[] = []): number[] => [
  ...[0x60, parameters.length, ...parameters],
  ...[results.length, ...results],
];

export function body({ locals = [], code }: FunctionSource): number[] {
  const out = new ByteWriter();
  out.u32(locals.length);
  for (const [count, type] of locals) {
    out.u32(count);
    out.u8(type);
  }
  const size = new ByteWriter();
  size.u32(out.length + code.length + 1);
  return [...size.bytes, ...out.bytes, ...code, 0x0b];
}

/**
 * A module that has what instructions of every kind refer to: a memory (shared, as atomic instructions ask for), a table of
 * functions, a mutable global, a tag without values, a passive data and an element segment. Types: the functions' own, then
 * [] -> [i32 i32], then [] -> [].
 */
export function moduleOf(functions: readonly FunctionSource[]): Uint8Array {
  const types = functions.map(({ parameters, results }) => functionType(parameters, results));
  const pair = functionType([], [ValueType.i32, ValueType.i32]);
  return moduleOfSections([
    [SectionId.type, vector([...types, pair, functionType()])],
    [SectionId.function, vector(functions.map((_, i) => [i]))],
    [SectionId.table, vector([[ValueType.funcref, 0, 2]])],
    [SectionId.memory, vector([[3, 1, 1]])],
    [SectionId.tag, vector([[0, functions.length + 1]])],
    [SectionId.global, vector([[ValueType.i32, 1, 0x41, 42, 0x0b]])],
    [SectionId.element, vector([[1, 0, 1, 0]])],
    [SectionId.dataCount, [1]],
    [SectionId.code, vector(functions.map(body))],
    [SectionId.data, vector([[1, 3, 1, 2, 3]])],
  ]);
}

/** Numbers below 2^32 that look random and never change. (xorshift32) */
export function seededRandom(seed: number): (below: number) => number {
  let state = seed >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state = (state ^ (state << 5)) >>> 0;
    return state % below;
  };
}
