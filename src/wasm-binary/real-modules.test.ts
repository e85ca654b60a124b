/** Modules that clang and lld made: llvm-objdump says where their instructions lie; damage is survived. */
import { beforeAll, describe, expect, it } from 'vitest';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { reencode } from './reencode.fixture.ts';
import { seededRandom } from './assemble.fixture.ts';
import { InstructionReader, readLocals } from './instructions.ts';
import { readModule } from './module.ts';
import { WasmError } from './wasm-error.ts';

const PROGRAM = `#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct shape { double (*area)(const struct shape *); double size; long long id; char label[20]; };
static double square(const struct shape *s) { return s->size * s->size; }
static double circle(const struct shape *s) { return 3.14159 * s->size * s->size; }
static unsigned long long mix(unsigned long long x) { x ^= x >> 33; x *= 0xff51afd7ed558ccdULL; return x / 7 + x % 5; }
int main(int argc, char **argv) {
  struct shape *all = calloc(4, sizeof *all);
  for (int i = 0; i < 4; i++) {
    all[i] = (struct shape){i & 1 ? square : circle, i + sqrt(i), (long long)mix(i), "shape"};
    switch (i) { case 0: strcat(all[i].label, "!"); break; case 1: all[i].id <<= 3; break; case 3: all[i].size = -0.5f; }
  }
  double sum = 0;
  for (int i = 0; i < 4; i++) sum += all[i].area(&all[i]);
  printf("%s %d %g %lld\\n", argv[0], argc, sum, all[3].id);
  free(all);
  return (int)sum & 1;
}
`;

interface Build {
  readonly name: string;
  readonly wasm: Uint8Array;
  readonly disassembly: () => string;
}
const builds: Build[] = [];

beforeAll(async () => {
  const compiler = await testCompiler();
  for (const plain of [true, false])
    for (const level of ['-O0', '-O2']) {
      const wasm = linked(compiler.compile({ files: sources({ 'shapes.c': PROGRAM }), flags: [level], plain }));
      const disassembly = (): string =>
        compiler.tool('objdump', ['-d', '--no-show-raw-insn', 'a.wasm'], { 'a.wasm': wasm }).stdout;
      builds.push({ name: `${plain ? 'plain' : 'with the shim'} ${level}`, wasm, disassembly });
    }
});

/** Offsets of the instructions of all bodies. */
function instructionOffsets(wasm: Uint8Array): number[] {
  const offsets: number[] = [];
  for (const { start, end } of readModule(wasm).bodies) {
    const reader = new InstructionReader(wasm, readLocals(wasm, start, end).codeStart, end);
    while (reader.next()) offsets.push(reader.start);
  }
  return offsets;
}

describe('linked modules', () => {
  it('have their instructions where llvm-objdump sees them', () => {
    for (const { name, wasm, disassembly } of builds) {
      const offsets = new Set(instructionOffsets(wasm));
      const lines = [...disassembly().matchAll(/^ +([0-9a-f]+):\s+(\S+)/gm)];
      const theirs = lines.map(([, offset]) => parseInt(offset!, 16));
      expect(theirs.length, name).toBeGreaterThan(2000);
      expect([...theirs.filter((offset) => !offsets.has(offset))], name).toEqual([]);
      expect(offsets.size, name).toBe(theirs.length);
    }
  });

  it('have the imports and exports that the engine sees', async () => {
    for (const { name, wasm } of builds) {
      const module = readModule(wasm);
      const compiled = await WebAssembly.compile(wasm as Uint8Array<ArrayBuffer>);
      expect(
        module.imports.map(({ module: from, name: title, kind }) => ({ module: from, name: title, kind })),
        name,
      ).toEqual(WebAssembly.Module.imports(compiled));
      expect(module.exports.map((e) => e.name)).toEqual(WebAssembly.Module.exports(compiled).map((e) => e.name));
      expect(module.functionTypes.length).toBe(module.importedFunctions + module.bodies.length);
      expect([...module.names.functions.values()]).toContain('_start');
      expect([...module.names.globals.values()]).toContain('__stack_pointer');
    }
  });

  it('come out of reencode as they went in', () => {
    for (const { name, wasm } of builds) expect(Buffer.compare(reencode(wasm), wasm), name).toBe(0);
  });
});

/** Reads all there is to read; gives the error's offset, or nothing if it is readable. Other errors go on. */
function damageIn(wasm: Uint8Array): number | undefined {
  try {
    instructionOffsets(wasm);
    return undefined;
  } catch (error) {
    if (error instanceof WasmError) return error.offset;
    throw error;
  }
}

describe('damaged modules', () => {
  const original = (): Uint8Array => builds[0]!.wasm;

  it('are refused within the bytes when cut short', () => {
    const wasm = original();
    const ends = new Set(readModule(wasm).sections.map(({ end }) => end)).add(8);
    const random = seededRandom(1);
    const cuts = [
      ...Array.from({ length: 200 }, (_, i) => i),
      ...Array.from({ length: 800 }, () => random(wasm.length)),
    ];
    for (const cut of [...cuts, ...ends]) {
      const offset = damageIn(wasm.subarray(0, cut));
      // Cut between sections, the rest may still be a whole module.
      if (!ends.has(cut)) expect(offset, `cut at ${cut}`).toBeDefined();
      if (offset !== undefined) expect(offset).toBeLessThanOrEqual(cut);
    }
  });

  it('are refused with an offset, or read, when bits flip', () => {
    const wasm = original();
    const code = readModule(wasm).sections.find(({ id }) => id === 10)!;
    const random = seededRandom(2);
    let refused = 0;
    for (let i = 0; i < 1500; i++) {
      const damaged = wasm.slice();
      // Half of them where structure is dense: before the code, and in it.
      const end = i % 2 ? wasm.length : code.start + 4000;
      for (let flips = 1 + random(3); flips > 0; flips--) damaged[random(end)]! ^= 1 << random(8);
      const offset = damageIn(damaged);
      if (offset === undefined) continue;
      refused++;
      expect(offset).toBeLessThanOrEqual(wasm.length);
    }
    expect(refused).toBeGreaterThan(100);
  });

  it('are copied by reencode or refused, never anything else', () => {
    const wasm = original();
    const random = seededRandom(3);
    for (let i = 0; i < 300; i++) {
      const damaged = wasm.slice();
      damaged[random(wasm.length)]! ^= 1 << random(8);
      try {
        expect(Buffer.compare(reencode(damaged), damaged)).toBe(0);
      } catch (error) {
        if (!(error instanceof WasmError)) throw error;
      }
    }
  });
});
