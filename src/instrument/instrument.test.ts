/** Instrumented modules: engines accept them, places lead back, and what is no program is refused. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXAMPLES } from '../../examples/catalogue.ts';
import type { LocalCompiler } from '../compile/compiler.ts';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { readModule } from '../wasm-binary/module.ts';
import { WasmError } from '../wasm-binary/wasm-error.ts';
import { MEMORY_IMPORT } from './memory-import.ts';
import { instrument, NotLinkedWithShim } from './instrument.ts';
import type { Density, Instrumented } from './options.ts';

const DENSITIES: readonly Density[] = ['survey', 'window', 'precise'];

let compiler: LocalCompiler;
beforeAll(async () => {
  compiler = await testCompiler();
});

function compileExample(example: (typeof EXAMPLES)[number], level: string): Uint8Array {
  const folder = new URL(`../../examples/${example.files ? `${example.name}/` : ''}`, import.meta.url);
  const names = example.files ?? [example.name];
  const files = sources(Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])));
  return linked(compiler.compile({ files, flags: ['-w', level] }));
}

const compileText = (text: string, plain = false): Uint8Array =>
  linked(compiler.compile({ files: sources({ 'a.c': text }), flags: ['-w'], plain }));

/** The program's own features of wasm that the examples lack. */
const UNUSUAL = `#include <stdarg.h>
#include <stdio.h>
#include <string.h>
struct big { long long v[9]; };
static struct big pass(struct big b, ...) { va_list list; va_start(list, b); b.v[0] += va_arg(list, long long); va_end(list); return b; }
static _Complex double turn(_Complex double z) { return z * z; }
static __int128 wide(__int128 a) { return a * a / 3; }
static void *labels(int i) { static void *const at[] = {&&a, &&b}; goto *at[i]; a: return at[0]; b: return at[1]; }
static float single(float f, unsigned char c, short s) { return f * c + s; }
int main(int argc, char **argv) {
  char vla[argc + 3], *more = __builtin_alloca(argc * 7);
  memset(vla, argc, sizeof vla);
  memcpy(more, vla, 3);
  struct big b = pass((struct big){{1, 2, 3}}, 4ll);
  long double l = 1.5L * argc;
  _Bool flag = argc > 1;
  volatile long double stored = l;
  printf("%lld %g %d %p %g %d\\n", b.v[0], __real__ turn(argc), (int)wide(argc), labels(argc & 1), single(argc, 2, 3), flag + (int)stored);
  return more[0];
}
`;

function validate(wasm: Uint8Array, name: string): void {
  const debug = readDebugInfo(wasm);
  for (const density of DENSITIES) {
    const made = instrument(wasm, { debug, density });
    expect(WebAssembly.validate(made.wasm as Uint8Array<ArrayBuffer>), `${name} ${density}`).toBe(true);
  }
}

describe('instrumented modules', () => {
  for (const level of ['-O0', '-O1', '-O2'])
    it(`validate at ${level}`, () => {
      // -O1 arranges code much as -O2 does.
      const examples = EXAMPLES.filter((_, i) => level !== '-O1' || i % 3 === 0);
      for (const example of examples) validate(compileExample(example, level), `${example.name} ${level}`);
      validate(
        linked(compiler.compile({ files: sources({ 'a.c': UNUSUAL }), flags: ['-w', level] })),
        `unusual ${level}`,
      );
    });

  it('keep the indices of functions, their imports and exports', () => {
    const wasm = compileText(UNUSUAL);
    const before = readModule(wasm);
    for (const density of DENSITIES) {
      const after = readModule(instrument(wasm, { debug: readDebugInfo(wasm), density }).wasm);
      expect(after.functionTypes.slice(0, before.functionTypes.length)).toEqual(before.functionTypes);
      expect(after.imports.slice(0, -1)).toEqual(before.imports);
      expect(after.imports.at(-1)).toMatchObject({ ...MEMORY_IMPORT, kind: 'memory' });
      expect(after.exports).toEqual(before.exports);
      expect([...after.names.functions]).toEqual([...before.names.functions]);
      expect(after.types.slice(0, before.types.length)).toEqual(before.types);
    }
  });

  it('are the same each time', () => {
    const wasm = compileText(UNUSUAL);
    const make = (): Instrumented => instrument(wasm, { debug: readDebugInfo(wasm), density: 'window' });
    const [first, second] = [make(), make()];
    expect(Buffer.compare(first.wasm, second.wasm)).toBe(0);
    expect(second.sites).toEqual(first.sites);
  });
});

describe('sites', () => {
  it('lie in the function they name', () => {
    const wasm = compileText(UNUSUAL);
    const { sites, module } = instrument(wasm, { debug: readDebugInfo(wasm), density: 'window' });
    let used = 0;
    for (let site = 1; site < sites.code.length; site++) {
      // Sites are numbered by code offset: most numbers stand for nothing.
      if (sites.functionIndex[site] === 0) continue;
      used++;
      const { start, end } = module.bodies[sites.functionIndex[site]! - module.importedFunctions]!;
      const at = sites.code[site]! + module.codeStart;
      expect(at >= start && at < end, `site ${site}`).toBe(true);
    }
    expect(used).toBeGreaterThan(1000);
  });

  it('are led back to from offsets in the new module, function by function and in order', () => {
    const wasm = compileText(UNUSUAL);
    const made = instrument(wasm, { debug: readDebugInfo(wasm), density: 'survey' });
    const after = readModule(made.wasm);
    const index = after.exports.find(({ name }) => name === '_start')!.index;
    for (const functionIndex of [index, index + 1, index + 2]) {
      const position = functionIndex - after.importedFunctions;
      const [old, now] = [made.module.bodies[position]!, after.bodies[position]!];
      let last = old.start - made.module.codeStart;
      for (let offset = now.start + 40; offset < now.end; offset += 25) {
        const place = made.locate(offset);
        if (!place) continue;
        expect(place.functionIndex).toBe(functionIndex);
        expect(place.code).toBeGreaterThanOrEqual(last);
        expect(place.code).toBeLessThan(old.end - made.module.codeStart);
        last = place.code;
      }
      expect(last).toBeGreaterThan(old.start - made.module.codeStart);
    }
    expect(made.locate(0)).toBeUndefined();
    expect(made.locate(made.wasm.length)).toBeUndefined();
  });
});

describe('what is no program with the shim', () => {
  it('is refused in words', () => {
    const plain = compileText('int main(void) { return 0; }', true);
    expect(() => instrument(plain, { debug: readDebugInfo(plain), density: 'survey' })).toThrow(NotLinkedWithShim);
  });

  it('is refused with an offset when it is no module', () => {
    const wasm = compileText('int main(void) { return 0; }');
    const debug = readDebugInfo(wasm);
    for (const cut of [0, 7, 9, 100, 5000])
      expect(() => instrument(wasm.subarray(0, cut), { debug, density: 'survey' })).toThrow(WasmError);
  });
});
