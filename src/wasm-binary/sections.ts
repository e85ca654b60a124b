import { ByteReader } from './byte-reader.ts';
import type { ByteWriter } from './byte-writer.ts';

export const SectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;

/** A section as it lies in the module (core specification, 5.5.2). Offsets are absolute; `contents` excludes id and size. */
export interface Section {
  readonly id: number;
  /** Of a custom section, else ''. */
  readonly name: string;
  /** Start of the id byte. */
  readonly start: number;
  /** Start of what follows the size field; for a custom section the name still comes first. */
  readonly bodyStart: number;
  /** After the name of a custom section; equal to `bodyStart` for others. */
  readonly contentStart: number;
  readonly end: number;
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
export const HEADER_BYTES = MAGIC.length;

/** Finds the sections of a module, in order. Throws `WasmError` for bytes that are no module. */
export function readSections(bytes: Uint8Array): Section[] {
  const reader = new ByteReader(bytes);
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) reader.fail('not a WebAssembly module of version 1', 0);
  reader.offset = HEADER_BYTES;
  const sections: Section[] = [];
  while (!reader.done) {
    const start = reader.offset;
    const id = reader.u8();
    if (id > SectionId.tag) reader.fail(`unknown section id ${id}`, start);
    const body = reader.sub(reader.u32());
    const bodyStart = body.offset;
    const name = id === SectionId.custom ? body.name() : '';
    sections.push({ id, name, start, bodyStart, contentStart: body.offset, end: body.end });
  }
  return sections;
}

/** Appends a section with new contents. */
export function writeSection(out: ByteWriter, id: number, contents: Uint8Array): void {
  out.u8(id);
  out.u32(contents.length);
  out.raw(contents);
}

export function writeHeader(out: ByteWriter): void {
  for (const byte of MAGIC) out.u8(byte);
}
