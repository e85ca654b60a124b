/**
 * Where compound literals live, in a section of our own: neither clang's code nor DWARF says it. Such a literal (C11 6.5.2.5) has a
 * place in its function's frame, and its life ends with the block around it.
 */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { SectionId, writeSection, type Section } from './sections.ts';

const LITERAL_BLOCKS = 'heapscope.literal-blocks';

/** A place in a source file, as the line table numbers it: both from 1, columns in bytes. */
export interface SourcePoint {
  readonly line: number;
  readonly column: number;
}

/** `end` is the place after the last character. */
export interface SourceStretch {
  readonly start: SourcePoint;
  readonly end: SourcePoint;
}

/** Not one whose block is a function's whole body: that one's life ends with the frame. */
export interface LiteralBlock {
  readonly literal: SourceStretch;
  readonly block: SourceStretch;
}

export interface FileLiterals {
  readonly path: string;
  readonly literals: readonly LiteralBlock[];
}

/** Whether a place is in the stretch. */
export function holds({ start, end }: SourceStretch, line: number, column: number): boolean {
  const isBefore = line < start.line || (line === start.line && column < start.column);
  return !isBefore && (line < end.line || (line === end.line && column < end.column));
}

/** The module with the section behind all others. */
export function withLiteralBlocks(wasm: Uint8Array, files: readonly FileLiterals[]): Uint8Array {
  const contents = new ByteWriter();
  contents.name(LITERAL_BLOCKS);
  contents.u32(files.length);
  for (const { path, literals } of files) {
    contents.name(path);
    contents.u32(literals.length);
    for (const { literal, block } of literals)
      for (const { line, column } of [literal.start, literal.end, block.start, block.end])
        (contents.u32(line), contents.u32(column));
  }
  const out = new ByteWriter(wasm.length + contents.length + 8);
  out.raw(wasm);
  writeSection(out, SectionId.custom, contents.bytes);
  return out.bytes.slice();
}

/** Empty for a module without the section. Throws `WasmError` where it is damaged. */
export function readLiteralBlocks(bytes: Uint8Array, sections: readonly Section[]): readonly FileLiterals[] {
  const section = sections.find(({ id, name }) => id === SectionId.custom && name === LITERAL_BLOCKS);
  if (!section) return [];
  const point = (r: ByteReader): SourcePoint => ({ line: r.u32(), column: r.u32() });
  const stretch = (r: ByteReader): SourceStretch => ({ start: point(r), end: point(r) });
  return new ByteReader(bytes, section.contentStart, section.end).vector((file) => ({
    path: file.name(),
    literals: file.vector((r) => ({ literal: stretch(r), block: stretch(r) })),
  }));
}
