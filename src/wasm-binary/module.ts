import { ByteReader } from './byte-reader.ts';
import { readNames, type ModuleNames } from './names.ts';
import { readSections, SectionId, type Section } from './sections.ts';

/** Value types by their encoding (core specification, 5.3.1). */
export const ValueType = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  funcref: 0x70,
  externref: 0x6f,
  exnref: 0x69,
} as const;

export interface FunctionType {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

export interface Import {
  readonly module: string;
  readonly name: string;
  readonly kind: 'function' | 'table' | 'memory' | 'global' | 'tag';
  /** Of a function or tag. */
  readonly type: number;
}

export interface Global {
  readonly type: number;
  readonly mutable: boolean;
  /** The value where the initialiser is one i32.const, else undefined. */
  readonly constant: number | undefined;
  /** Where the module says whether it is mutable. */
  readonly mutableAt: number;
}

export interface Export {
  readonly name: string;
  readonly kind: number;
  readonly index: number;
}

/** A function body as it lies in the module; absolute offsets. */
export interface Body {
  /** Start of the locals, after the size field. */
  readonly start: number;
  readonly end: number;
}

export interface DataSegment {
  /** Where an active segment is placed; undefined for a passive one. */
  readonly address: number | undefined;
  readonly size: number;
  /** Offset of its contents. */
  readonly start: number;
}

/** Functions that an active segment puts into table 0. */
export interface ElementSegment {
  readonly offset: number;
  /** Function indices. */
  readonly functions: readonly number[];
}

/** What a module says about itself, apart from the instructions of its functions. */
export interface Module {
  readonly bytes: Uint8Array;
  readonly sections: readonly Section[];
  readonly types: readonly FunctionType[];
  readonly imports: readonly Import[];
  /** Type index by function index, imports first. */
  readonly functionTypes: readonly number[];
  readonly importedFunctions: number;
  readonly globals: readonly Global[];
  readonly importedGlobals: number;
  readonly exports: readonly Export[];
  readonly bodies: readonly Body[];
  readonly data: readonly DataSegment[];
  /** Entries of table 0, where the module has one of a fixed size; else 0. */
  readonly tableSize: number;
  /** Of table 0; undefined where a segment is of a kind that C's linker does not write. */
  readonly elements: readonly ElementSegment[] | undefined;
  readonly names: ModuleNames;
  /** Type index by tag index. */
  readonly tagTypes: readonly number[];
  /** Where the code section's contents start: DWARF's address 0. */
  readonly codeStart: number;
}

const EXTERNAL_KINDS = ['function', 'table', 'memory', 'global', 'tag'] as const;

function readType(r: ByteReader): FunctionType {
  const start = r.offset;
  if (r.u8() !== 0x60) r.fail('only function types are understood', start);
  return { parameters: r.vector((v) => v.u8()), results: r.vector((v) => v.u8()) };
}

function skipLimits(r: ByteReader): void {
  const flags = r.u8();
  r.skipLeb();
  if (flags & 1) r.skipLeb();
}

function readImport(r: ByteReader): Import {
  const module = r.name();
  const name = r.name();
  const start = r.offset;
  const kind = EXTERNAL_KINDS[r.u8()] ?? r.fail('unknown kind of import', start);
  let type = 0;
  if (kind === 'function') type = r.u32();
  else if (kind === 'table') (r.skip(1), skipLimits(r));
  else if (kind === 'memory') skipLimits(r);
  else if (kind === 'global') r.skip(2);
  else (r.skip(1), (type = r.u32()));
  return { module, name, kind, type };
}

/** A constant expression: its value when it is a single i32.const. */
function readConstant(r: ByteReader): number | undefined {
  let value: number | undefined;
  let count = 0;
  for (;;) {
    const opcode = r.u8();
    if (opcode === 0x0b) return count === 1 ? value : undefined;
    count++;
    value = undefined;
    if (opcode === 0x41) value = r.s32();
    else if (opcode === 0x42 || opcode === 0x23 || opcode === 0xd2 || opcode === 0xd0) r.skipLeb();
    else if (opcode === 0x43) r.skip(4);
    else if (opcode === 0x44) r.skip(8);
    else if (![0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e].includes(opcode))
      r.fail('unknown constant instruction', r.offset - 1);
  }
}

function readGlobal(r: ByteReader): Global {
  const type = r.u8();
  const mutableAt = r.offset;
  const mutable = r.u8() === 1;
  return { type, mutable, constant: readConstant(r), mutableAt };
}

function readData(r: ByteReader): DataSegment {
  const start = r.offset;
  const flags = r.u32();
  if (flags > 2) r.fail('unknown data segment', start);
  if (flags === 2) r.u32();
  const address = flags === 1 ? undefined : readConstant(r);
  const size = r.u32();
  const contents = r.offset;
  r.skip(size);
  return { address, size, start: contents };
}

/** Its size, where it can't grow. */
function readTable(r: ByteReader): number {
  r.skip(1);
  const flags = r.u8();
  const minimum = r.u32();
  return flags & 1 && r.u32() === minimum ? minimum : 0;
}

function readElements(r: ByteReader): ElementSegment[] | undefined {
  const segments: ElementSegment[] = [];
  for (let count = r.u32(); count > 0; count--) {
    const isPlain = r.u32() === 0;
    const offset = isPlain ? readConstant(r) : undefined;
    if (offset === undefined) return undefined;
    segments.push({ offset, functions: r.vector((v) => v.u32()) });
  }
  return segments;
}

/** Reads a module. Throws `WasmError`, with the offset, where the bytes are not what the specification asks for. */
export function readModule(bytes: Uint8Array): Module {
  const sections = readSections(bytes);
  const at = (id: number): ByteReader | undefined => {
    const section = sections.find((s) => s.id === id);
    return section && new ByteReader(bytes, section.contentStart, section.end);
  };
  const imports = at(SectionId.import)?.vector(readImport) ?? [];
  const importedTypes = imports.filter((i) => i.kind === 'function').map((i) => i.type);
  const code = sections.find((s) => s.id === SectionId.code);
  const elements = at(SectionId.element);
  const bodies = at(SectionId.code)?.vector((r) => {
    const body = r.sub(r.u32());
    return { start: body.offset, end: body.end };
  });
  return {
    bytes,
    sections,
    types: at(SectionId.type)?.vector(readType) ?? [],
    imports,
    functionTypes: [...importedTypes, ...(at(SectionId.function)?.vector((r) => r.u32()) ?? [])],
    importedFunctions: importedTypes.length,
    globals: at(SectionId.global)?.vector(readGlobal) ?? [],
    importedGlobals: imports.filter((i) => i.kind === 'global').length,
    exports: at(SectionId.export)?.vector((r) => ({ name: r.name(), kind: r.u8(), index: r.u32() })) ?? [],
    bodies: bodies ?? [],
    data: at(SectionId.data)?.vector(readData) ?? [],
    tableSize: at(SectionId.table)?.vector(readTable)[0] ?? 0,
    elements: elements ? readElements(elements) : [],
    names: readNames(bytes, sections),
    tagTypes: [
      ...imports.filter((i) => i.kind === 'tag').map((i) => i.type),
      ...(at(SectionId.tag)?.vector((r) => (r.skip(1), r.u32())) ?? []),
    ],
    codeStart: code?.contentStart ?? bytes.length,
  };
}
