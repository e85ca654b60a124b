import { describe, expect, test } from 'vitest';
import type { DebugInfo } from './debug-info.ts';
import { evaluateLocation } from './evaluate-location.ts';
import { locate } from './locate.ts';
import { pathInType } from './path-in-type.ts';
import { readDebugInfo } from './read-debug-info.ts';
import { readVariable } from './read-variable.ts';
import { childrenOf } from './read-value.ts';
import { sizeOf } from './size-of.ts';
import { statementRows } from './statement-rows.ts';
import { compileFixture } from './testing/compile-fixture.node.ts';
import { declare } from './type-name.ts';
import { variableAtAddress } from './variable-at-address.ts';
import { variablesInScope } from './variables-in-scope.ts';
import { wasmLocalsOf } from './wasm-locals.ts';

const SOURCE = `struct node { struct node *next; unsigned low : 3; union { int i; float f; }; int items[]; };
enum color { RED, GREEN = 5 };
typedef int (*compare)(const char *, ...);
struct node first = {0};
compare order;
static inline __attribute__((always_inline)) int square(int x) { int r = x * x; return r; }
int work(int n) {
  int v[n];
  enum color c = GREEN;
  for (int i = 0; i < n; i++) { int inner = square(i); v[i] = inner + c; }
  return v[n - 1] + first.low + (order != 0);
}
int main(int argc, char **argv) { static double d = 0.5; return work(3) + (int)d; }
`;

/** Asks for everything that is derived from debug information. None of it may throw or run for long. */
function useAll(info: DebugInfo): void {
  const readMemory = (_address: number, n: number) => new Uint8Array(n).fill(7);
  for (const { code } of statementRows(info).slice(0, 50)) {
    locate(info, code);
    for (const variable of variablesInScope(info, code)) {
      evaluateLocation(variable.location, { frameBase: 4096, codeOffset: code, readMemory, wasmLocal: () => 5n });
      const { value, read, options } = readVariable(info, variable, { frameBase: 4096, codeOffset: code, readMemory });
      childrenOf(info, value, read, options, { limit: 3 });
    }
  }
  info.functions.forEach((each) => wasmLocalsOf(each));
  for (let type = 0; type < info.types.length; type++) {
    declare(info, type, 'x');
    sizeOf(info, type);
    pathInType(info, type, 5);
  }
  for (const { location } of info.globals) if (location.kind === 'address') variableAtAddress(info, location.address);
}

/** Where in a module the custom sections begin: what is before them is not read here. */
function firstDebugByte(wasm: Uint8Array): number {
  return Buffer.from(wasm).indexOf('.debug_') - 8;
}

/** A small generator with a seed (mulberry32), so that a failure can be had again. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

describe.each([['-gdwarf-4'], ['-gdwarf-5']])('%s', (dwarf) => {
  test.each([['-O0'], ['-O1']])('a module cut off at any byte (%s)', async (optimise) => {
    const { wasm } = await compileFixture(SOURCE, [dwarf, optimise]);
    let damaged = 0;
    for (let length = firstDebugByte(wasm); length < wasm.length; length++) {
      const info = readDebugInfo(wasm.subarray(0, length));
      damaged += info.problems.length > 0 ? 1 : 0;
      for (const { offset } of info.problems) expect(offset).toBeLessThanOrEqual(wasm.length);
      useAll(info);
    }
    expect(damaged).toBeGreaterThan(100);
  });

  test('sections cut off at any byte, with their lengths put right', async () => {
    const { wasm, info: whole } = await compileFixture(SOURCE, [dwarf, '-O1']);
    expect(whole.problems).toEqual([]);
    for (const section of WebAssembly.Module.customSections(new WebAssembly.Module(wasm.slice()), '.debug_info')) {
      for (let length = 1; length < section.byteLength; length += 3) {
        const info = readDebugInfo(withSectionLength(wasm, '.debug_info', length));
        expect(info.problems).toHaveLength(1);
        expect(info.functions).toEqual([]);
      }
    }
    for (const name of ['.debug_abbrev', '.debug_line', '.debug_str', '.debug_addr', '.debug_rnglists', '.debug_loc']) {
      for (let length = 0; length < 120; length++) useAll(readDebugInfo(withSectionLength(wasm, name, length)));
    }
  });

  test('bytes changed at random', async () => {
    const { wasm } = await compileFixture(SOURCE, [dwarf, '-O1']);
    const first = firstDebugByte(wasm);
    for (let seed = 1; seed <= 1500; seed++) {
      const random = randomNumbers(seed);
      const copy = wasm.slice();
      for (let i = 1 + random(4); i > 0; i--) {
        const at = first + random(wasm.length - first);
        copy[at] = random(3) === 0 ? random(256) : (copy[at] as number) ^ (1 << random(8));
      }
      try {
        useAll(readDebugInfo(copy));
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error });
      }
    }
  });
});

/** The module with a custom section cut short; the section's own length, padded to five bytes, says so. */
function withSectionLength(wasm: Uint8Array, name: string, length: number): Uint8Array {
  const out: number[] = [...wasm.subarray(0, 8)];
  let at = 8;
  while (at < wasm.length) {
    const id = wasm[at++] as number;
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = wasm[at++] as number;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    let contents = wasm.subarray(at, at + size);
    at += size;
    const nameLength = contents[0] as number;
    const isIt = id === 0 && new TextDecoder().decode(contents.subarray(1, 1 + nameLength)) === name;
    if (isIt) contents = contents.subarray(0, 1 + nameLength + length);
    const n = contents.length;
    out.push(id, (n & 0x7f) | 0x80, ((n >> 7) & 0x7f) | 0x80, ((n >> 14) & 0x7f) | 0x80, (n >> 21) & 0x7f, ...contents);
  }
  return Uint8Array.from(out);
}

test('what is no module has a problem and no contents', () => {
  for (const bytes of [
    new Uint8Array(0),
    Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
    new TextEncoder().encode('int main;'),
  ]) {
    const info = readDebugInfo(bytes);
    expect(info.functions).toEqual([]);
    expect(info.problems).toMatchObject([{ section: 'module', offset: 0 }]);
  }
});

test('a module without debug information is empty', () => {
  const info = readDebugInfo(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  expect(info).toMatchObject({ files: [], functions: [], globals: [], literals: [], problems: [] });
  expect(info.lines.address).toHaveLength(0);
  expect(statementRows(info)).toEqual([]);
  expect(locate(info, 5)).toEqual([]);
  expect(variableAtAddress(info, 1024)).toBeUndefined();
});
