/** What is read off the frames of small C functions, compiled as clang compiles them. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../compile/compiler.ts';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { readLocals } from '../wasm-binary/instructions.ts';
import { readModule, ValueType, type Module } from '../wasm-binary/module.ts';
import { analyseFrame, type FrameAnalysis } from './frame-analysis.ts';
import { frameSlots, separateSlots } from './frame-slots.ts';

const FUNCTIONS: Readonly<Record<string, string>> = {
  none: 'int none(void) { return 1; }',
  leaf: 'int leaf(int a, int b) { int c = a + b; return c * 2; }',
  calls: 'int calls(int a) { int c = leaf(a, 1); return c; }',
  wide: 'double wide(double a, long long b) { double c = a; long long d = b; return c + d; }',
  handed_out: 'int handed_out(void) { int x = 1; take(&x); return x; }',
  stored: 'int stored(void) { int x = 1; kept = &x; return x; }',
  returned: 'int *returned(void) { int x = 1; return &x; }',
  own_pointer: 'int own_pointer(void) { int x, *p = &x; *p = 1; return x; }',
  indexed: 'int indexed(int i) { int a[4] = {1, 2}; return a[i]; }',
  constant_index: 'int constant_index(void) { int a[4]; a[1] = 5; return a[1]; }',
  other_index: 'int other_index(void) { int a[4]; a[1] = 5; return a[2]; }',
  never: 'int never(void) { int x; return x; }',
  one_branch: 'int one_branch(int c) { int x; if (c) x = 1; return x; }',
  both_branches: 'int both_branches(int c) { int x; if (c) x = 1; else x = 2; return x; }',
  loop: 'int loop(int n) { int x; for (int i = 0; i < n; i++) x = i; return x; }',
  do_loop: 'int do_loop(int n) { int x, i = 0; do x = i; while (++i < n); return x; }',
  left_early: 'int left_early(int n) { int x; while (1) { if (n > 3) break; x = n++; } return x; }',
  in_switch: 'int in_switch(int n) { int x; switch (n) { case 1: x = 1; break; case 2: x = 2; } return x; }',
  switch_default: 'int switch_default(int n) { int x; switch (n) { case 1: x = 1; break; default: x = 2; } return x; }',
  with_return: 'int with_return(int n) { int x; if (n) x = 1; else return 0; return x; }',
  goto_around: 'int goto_around(int n) { int x; if (n) goto out; x = 1; out: return x; }',
  short_circuit: 'int short_circuit(int a, int b) { int x; if (a && (x = b)) return x; return 0; }',
  into_loop: 'int into_loop(int n) { switch (n % 2) { case 0: do { n--; case 1: n--; } while (n > 0); } return n; }',
  half: 'int half(void) { union { int i; short s[2]; } u; u.s[0] = 1; return u.i; }',
  narrow: 'long long narrow(char c, short s, int i) { long long sum = c; sum += s; sum += i; return sum; }',
  copied: 'int copied(int a) { struct { int a, b; } p = {a, 2}, q = p; return q.b + a; }',
  union_of_floats: 'int union_of_floats(float f) { union { int i; float f; } u; u.f = f; return u.i; }',
  member: 'int member(void) { struct { int a, b; } s; s.a = 1; return s.a; }',
  aligned: 'int aligned(int a) { _Alignas(64) int x = a; return x; }',
  large: 'int large(int a) { int x[1000]; x[3] = a; return x[3]; }',
  with_alloca: 'int with_alloca(int n) { int *p = __builtin_alloca(n); take(p); return p[0]; }',
  with_vla: 'int with_vla(int n) { int a[n]; take(a); return a[0]; }',
};

let compiler: LocalCompiler;
let module: Module;

beforeAll(async () => {
  compiler = await testCompiler();
  const declarations = 'int *kept; void take(int *p) { *p = 2; }\n';
  const exported = Object.entries(FUNCTIONS).map(([name, text]) => `__attribute__((export_name("${name}"))) ${text}\n`);
  const text = `${declarations}${exported.join('')}int main(void) { return 0; }\n`;
  module = readModule(linked(compiler.compile({ files: sources({ 'frames.c': text }), flags: ['-w'], plain: true })));
});

function analyse(name: string): FrameAnalysis {
  const index = module.exports.find((e) => e.name === name)!.index;
  const type = module.functionTypes[index]!;
  const { start, end } = module.bodies[index - module.importedFunctions]!;
  const { groups, codeStart } = readLocals(module.bytes, start, end);
  const locals = module.types[type]!.parameters.length + groups.reduce((sum, [count]) => sum + count, 0);
  const stackPointer = [...module.names.globals].find(([, global]) => global === '__stack_pointer')![0];
  return analyseFrame(module, stackPointer, type, locals, codeStart, end);
}

const unassignedBytes = (name: string): number => analyse(name).frame!.unassigned.reduce((sum, byte) => sum + byte, 0);

describe('frames', () => {
  it('are found, with their size, where there is one', () => {
    expect(analyse('none').frame).toBeUndefined();
    expect(analyse('leaf').frame!.size).toBe(16);
    expect(analyse('calls').frame!.size).toBe(16);
    expect(analyse('wide').frame!.size).toBe(32);
    // clang keeps the frame's size in a local where control flow is irreducible.
    expect(analyse('into_loop').frame!.size).toBe(16);
    expect(analyse('large').frame!.size).toBeGreaterThan(4000);
  });

  it('of plain locals stay within the function: every access is at a constant', () => {
    for (const name of ['leaf', 'calls', 'wide', 'constant_index', 'member', 'aligned']) {
      const { frame, accesses } = analyse(name);
      expect(frame!.escapes, name).toBe(false);
      expect(accesses.length, name).toBeGreaterThan(1);
      for (const at of accesses) expect(at, name).toBeGreaterThanOrEqual(0);
      for (const at of accesses) expect(at, name).toBeLessThan(frame!.size);
    }
  });

  it('escape when a local has its address taken or is indexed', () => {
    for (const name of ['handed_out', 'stored', 'returned', 'own_pointer', 'indexed'])
      expect([name, analyse(name).frame!.escapes]).toEqual([name, true]);
  });

  it('of more bytes than are followed count as escaping', () => {
    expect(analyse('large').frame!.escapes).toBe(true);
  });
});

describe('bytes that may be read before they are written', () => {
  it('are none where every path assigns', () => {
    const names = [
      'leaf',
      'constant_index',
      'both_branches',
      'do_loop',
      'switch_default',
      'with_return',
      'short_circuit',
      'member',
    ];
    for (const name of names) expect([name, unassignedBytes(name)]).toEqual([name, 0]);
  });

  it('are those of a variable that some path leaves out', () => {
    for (const name of ['never', 'other_index', 'one_branch', 'loop', 'left_early', 'in_switch', 'goto_around'])
      expect([name, unassignedBytes(name)]).toEqual([name, 4]);
  });

  it('include the half of a union that was not written', () => {
    expect(unassignedBytes('half')).toBeGreaterThanOrEqual(2);
  });
});

describe('slots', () => {
  const { i32, i64, f64 } = ValueType;
  const keptTypes = (name: string): (number | undefined)[] =>
    [...frameSlots(analyse(name))!.values()].map((slot) => slot.keptIn);

  it('are kept in a local of their type, where they are loaded and surely assigned', () => {
    expect(keptTypes('leaf')).toEqual([i32, i32, i32]);
    expect(keptTypes('wide').toSorted()).toEqual([f64, f64, i64, i64].toSorted());
    // One is loaded as 64 bits of a sign-extended character, short or int; the sum is a whole.
    expect(keptTypes('narrow').toSorted()).toEqual([i64, i32, i32, i32].toSorted());
    expect(keptTypes('constant_index')).toEqual([i32]);
  });

  it('are not kept when some path reads them unassigned, or they are a float at one place and an integer at another', () => {
    for (const name of ['never', 'other_index', 'union_of_floats']) expect(keptTypes(name), name).toContain(undefined);
    expect(keptTypes('one_branch').filter(Boolean)).toHaveLength(1);
  });

  it('that overlap are in memory alone, and their bits are followed there', () => {
    const slots = frameSlots(analyse('copied'))!;
    expect([...slots.values()].filter(({ keptIn }) => keptIn !== undefined)).toHaveLength(1);
    expect([...slots.values()].some(({ overlaps }) => overlaps)).toBe(true);
    expect(separateSlots(slots)).toBeUndefined();
    expect(separateSlots(frameSlots(analyse('leaf')))?.size).toBe(3);
  });

  it('are none where others can reach the frame', () => {
    expect(frameSlots(analyse('handed_out'))).toBeUndefined();
    expect(separateSlots(undefined)).toBeUndefined();
  });
});

describe('the stack pointer', () => {
  it('moves in functions with alloca or arrays of variable length, and only there', () => {
    for (const name of Object.keys(FUNCTIONS))
      expect([name, analyse(name).movesStack]).toEqual([name, ['with_alloca', 'with_vla'].includes(name)]);
  });
});
