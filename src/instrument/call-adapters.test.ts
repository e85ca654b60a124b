/** Functions called as another type than they have: what happens is what a machine with registers does. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../compile/compiler.ts';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { readModule } from '../wasm-binary/module.ts';
import { instrument } from './instrument.ts';

const CALLS = `int none(void) { return 7; }
int add(int a, int b) { return a + b; }
double half(double x) { return x / 2; }
int main(void) {
  volatile long as[] = {(long)none, (long)add, (long)half};
  return ((int (*)(int))as[0])(1) + (int)((long long (*)(int, int))as[1])(2, 3) + ((int (*)(int, double))as[2])(1, 2.0);
}
`;

let compiler: LocalCompiler;
beforeAll(async () => {
  compiler = await testCompiler();
});

const link = (files: Record<string, string>): Uint8Array =>
  linked(compiler.compile({ files: sources(files), flags: ['-w'] }));

describe('calls as another type', () => {
  it.each(['survey', 'window', 'precise'] as const)('get a row of the table each, %s', (density) => {
    const wasm = link({ 'a.c': CALLS });
    const made = instrument(wasm, { debug: readDebugInfo(wasm), density });
    expect(WebAssembly.validate(made.wasm as Uint8Array<ArrayBuffer>)).toBe(true);
    expect(readModule(made.wasm).tableSize % made.module.tableSize).toBe(0);
    expect(readModule(made.wasm).tableSize).toBeGreaterThan(made.module.tableSize);
  });

  it('reach the definition in another file', () => {
    const wasm = link({
      'a.c': 'int twice(); int main(void) { return twice(4); }',
      'b.c': 'int twice(int a, int b) { return 2 * a; }',
    });
    const names = [...readModule(wasm).names.functions.values()];
    expect(names).toEqual(expect.arrayContaining(['twice', 'signature_mismatch:twice']));
    const made = instrument(wasm, { debug: readDebugInfo(wasm), density: 'survey' });
    expect(WebAssembly.validate(made.wasm as Uint8Array<ArrayBuffer>)).toBe(true);
  });
});
