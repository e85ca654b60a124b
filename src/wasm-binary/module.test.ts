/** What a module says about itself, read from hand-made modules that V8 accepts too. */
import { describe, expect, it } from 'vitest';
import { body, functionType, moduleOf, moduleOfSections, name, vector } from './assemble.fixture.ts';
import { readModule, ValueType } from './module.ts';
import { SectionId } from './sections.ts';
import { WasmError } from './wasm-error.ts';

const { i32, i64, f32, f64, funcref } = ValueType;
const FUNCTION = 0;
const GLOBAL = 3;

const custom = (title: string, contents: readonly number[]): [number, number[]] => [
  SectionId.custom,
  [...name(title), ...contents],
];

/** Sections of the name section: kind, size, a map from index to name. */
function names(kind: number, entries: readonly (readonly [number, string])[]): number[] {
  const map = vector(entries.map(([index, text]) => [index, ...name(text)]));
  return [kind, map.length, ...map];
}

const EVERYTHING = moduleOfSections([
  custom('first', [1, 2, 3]),
  [SectionId.type, vector([functionType([i32, f64], [i64]), functionType()])],
  [
    SectionId.import,
    vector([
      [...name('env'), ...name('table'), 1, funcref, 1, 1, 9],
      [...name('env'), ...name('f'), FUNCTION, 0],
      [...name('env'), ...name('memory'), 2, 0, 1],
      [...name('env'), ...name('global'), GLOBAL, i32, 0],
      [...name('env'), ...name('tag'), 4, 0, 1],
      [...name('env'), ...name('g'), FUNCTION, 1],
    ]),
  ],
  [SectionId.function, vector([[1], [1]])],
  [SectionId.tag, vector([[0, 1]])],
  [
    SectionId.global,
    vector([
      [i32, 1, 0x41, 0x80, 0x80, 0x04, 0x0b],
      [i32, 0, 0x23, 0, 0x0b],
      [i64, 0, 0x42, 0x7f, 0x0b],
      [f32, 0, 0x43, 0x0b, 0x0b, 0x0b, 0x0b, 0x0b],
      [funcref, 0, 0xd2, 0, 0x0b],
    ]),
  ],
  [
    SectionId.export,
    vector([
      [...name('run'), FUNCTION, 2],
      [...name('地址'), GLOBAL, 1],
    ]),
  ],
  [SectionId.code, vector([body({ code: [0x01] }), body({ code: [], locals: [[2, i64]] })])],
  [
    SectionId.data,
    vector([
      [0, 0x41, 16, 0x0b, 2, 1, 2],
      [1, 3, 1, 2, 3],
      [2, 0, 0x23, 0, 0x0b, 0],
    ]),
  ],
  custom('name', [
    ...names(1, [
      [0, 'f'],
      [2, 'main'],
    ]),
    ...names(7, [[1, '__stack_pointer']]),
    ...names(9, [[0, '.rodata']]),
  ]),
]);

describe('readModule', () => {
  const module = readModule(EVERYTHING);

  it('reads a module with all sections, which engines accept', () => {
    expect(WebAssembly.validate(EVERYTHING as Uint8Array<ArrayBuffer>)).toBe(true);
    expect(module.sections.map(({ id }) => id)).toEqual([0, 1, 2, 3, 13, 6, 7, 10, 11, 0]);
    expect(module.sections[0]).toMatchObject({ name: 'first', start: 8, bodyStart: 10, contentStart: 16, end: 19 });
    expect(module.sections.at(-1)!.end).toBe(EVERYTHING.length);
  });

  it('counts functions with the imported ones first', () => {
    expect(module.types).toEqual([
      { parameters: [i32, f64], results: [i64] },
      { parameters: [], results: [] },
    ]);
    expect(module.imports.map(({ kind, name: title, type }) => [kind, title, type])).toEqual([
      ['table', 'table', 0],
      ['function', 'f', 0],
      ['memory', 'memory', 0],
      ['global', 'global', 0],
      ['tag', 'tag', 1],
      ['function', 'g', 1],
    ]);
    expect(module.functionTypes).toEqual([0, 1, 1, 1]);
    expect(module.importedFunctions).toBe(2);
    expect(module.tagTypes).toEqual([1, 1]);
  });

  it('knows the value of a global only where it is one constant', () => {
    expect(module.importedGlobals).toBe(1);
    expect(module.globals.map(({ type, mutable, constant }) => [type, mutable, constant])).toEqual([
      [i32, true, 0x10000],
      [i32, false, undefined],
      [i64, false, undefined],
      [f32, false, undefined],
      [funcref, false, undefined],
    ]);
  });

  it('takes a sum for no constant', () => {
    // Extended constant expressions, which not every engine at hand knows.
    const bytes = moduleOfSections([[SectionId.global, vector([[i32, 0, 0x41, 1, 0x41, 2, 0x6a, 0x0b]])]]);
    expect(readModule(bytes).globals).toMatchObject([{ type: i32, mutable: false, constant: undefined }]);
  });

  it('reads exports, data and names', () => {
    expect(module.exports).toEqual([
      { name: 'run', kind: FUNCTION, index: 2 },
      { name: '地址', kind: GLOBAL, index: 1 },
    ]);
    expect(module.data).toMatchObject([
      { address: 16, size: 2 },
      { address: undefined, size: 3 },
      { address: undefined, size: 0 },
    ]);
    expect([...module.names.functions]).toEqual([
      [0, 'f'],
      [2, 'main'],
    ]);
    expect([...module.names.globals]).toEqual([[1, '__stack_pointer']]);
    expect([...module.names.dataSegments]).toEqual([[0, '.rodata']]);
  });

  it('gives bodies without their size fields', () => {
    expect(module.bodies.map(({ start, end }) => [...EVERYTHING.subarray(start, end)])).toEqual([
      [0, 0x01, 0x0b],
      [1, 2, i64, 0x0b],
    ]);
    expect(EVERYTHING[module.codeStart]).toBe(2);
  });

  it('reads a module without sections', () => {
    const empty = readModule(moduleOfSections([]));
    expect(empty).toMatchObject({ sections: [], bodies: [], functionTypes: [], codeStart: 8 });
  });

  it('does without a damaged name section, as engines do', () => {
    const bytes = moduleOfSections([custom('name', [1, 5, 2, 0, 1, 0x61])]);
    expect(WebAssembly.validate(bytes as Uint8Array<ArrayBuffer>)).toBe(true);
    expect(readModule(bytes).names.functions.size).toBe(0);
  });
});

describe('what is no module is refused where it stops being one', () => {
  const refuse = (bytes: Uint8Array, offset: number, message: RegExp): void => {
    expect(() => readModule(bytes)).toThrow(
      expect.objectContaining({ constructor: WasmError, offset, message: expect.stringMatching(message) as string }),
    );
  };

  it('magic and version', () => {
    refuse(new Uint8Array(), 0, /not a WebAssembly module/);
    refuse(Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1, 0]), 0, /not a WebAssembly module/);
    // A component.
    refuse(Uint8Array.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]), 0, /not a WebAssembly module/);
  });

  it('sections', () => {
    refuse(moduleOfSections([[14, []]]), 8, /unknown section id 14/);
    refuse(Uint8Array.from([...moduleOfSections([]), 1, 200, 1]), 11, /unexpected end/);
    refuse(moduleOfSections([[SectionId.custom, [9, 0x61]]]), 11, /unexpected end/);
  });

  it('counts that nothing can back', () => {
    const huge = [0xff, 0xff, 0xff, 0xff, 0x0f];
    for (const id of [SectionId.type, SectionId.import, SectionId.function, SectionId.global, SectionId.code])
      refuse(moduleOfSections([[id, huge]]), 10, /vector longer than its section/);
  });

  it('types, imports and constants that it does not know', () => {
    refuse(moduleOfSections([[SectionId.type, vector([[0x5f, 0]])]]), 11, /only function types/);
    refuse(moduleOfSections([[SectionId.import, vector([[0, 0, 5, 0]])]]), 13, /unknown kind of import/);
    refuse(
      moduleOfSections([[SectionId.global, vector([[i32, 0, 0x20, 0, 0x0b]])]]),
      13,
      /unknown constant instruction/,
    );
    refuse(moduleOfSections([[SectionId.data, vector([[3, 0]])]]), 11, /unknown data segment/);
  });
});

it('the helper of these tests makes modules that engines accept', () => {
  expect(WebAssembly.validate(moduleOf([{ code: [] }]) as Uint8Array<ArrayBuffer>)).toBe(true);
});
