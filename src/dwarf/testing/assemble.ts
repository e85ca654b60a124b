/** Just enough of an assembler to write debug information that clang doesn't write: bytes, and lists of them. */
export type Bytes = number | readonly Bytes[];

export const u16 = (value: number): Bytes => [value & 0xff, (value >> 8) & 0xff];
export const u32 = (value: number): Bytes => [u16(value & 0xffff), u16(value >>> 16)];
export const text = (value: string): Bytes => [...new TextEncoder().encode(value), 0];

export function uleb(value: number): Bytes {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, uleb(Math.floor(value / 0x80))];
}

export function sleb(value: number): Bytes {
  const byte = value & 0x7f;
  const rest = value >> 7;
  const isLast = (rest === 0 && !(byte & 0x40)) || (rest === -1 && (byte & 0x40) !== 0);
  return isLast ? [byte] : [byte | 0x80, sleb(rest)];
}

export function flatten(bytes: Bytes): number[] {
  const out: number[] = [];
  const add = (part: Bytes): void => {
    if (typeof part === 'number') out.push(part & 0xff);
    else part.forEach(add);
  };
  add(bytes);
  return out;
}

/** The bytes behind their length, as DWARF's units have it. */
export function unit(bytes: Bytes): Bytes {
  const contents = flatten(bytes);
  return [u32(contents.length), contents];
}

export function block(bytes: Bytes): Bytes {
  const contents = flatten(bytes);
  return [uleb(contents.length), contents];
}

/** A module with `codeSize` bytes of code section and these custom sections. */
export function moduleWith(codeSize: number, sections: Readonly<Record<string, Bytes>>): Uint8Array {
  const custom = Object.entries(sections).map(([name, bytes]) => [
    0,
    block([block([...new TextEncoder().encode(name)]), bytes]),
  ]);
  return Uint8Array.from(flatten([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 10, block(Array(codeSize).fill(0)), custom]));
}

/** An abbreviation table; each entry is [tag, hasChildren, attribute, form, attribute, form, ...], numbered from 1. */
export function abbreviations(...list: readonly (readonly [number, boolean, ...number[]])[]): Bytes {
  const entries = list.map(([tag, hasChildren, ...pairs], i) => [
    uleb(i + 1),
    uleb(tag),
    hasChildren ? 1 : 0,
    pairs.map(uleb),
    0,
    0,
  ]);
  return [entries, 0];
}
