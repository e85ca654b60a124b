import { ByteReader } from '../wasm-binary/byte-reader.ts';
import { ByteWriter } from '../wasm-binary/byte-writer.ts';
import type { Module } from '../wasm-binary/module.ts';
import { SectionId } from '../wasm-binary/sections.ts';
import { Layout, WASM_PAGE_BYTES } from './memory-layout.ts';
import { isPrecise, type Density } from './options.ts';

/** Where an instrumented module gets its memory: the host may have one from a run before. */
export const MEMORY_IMPORT = { module: 'heapscope_memory', name: 'memory' } as const;

const MEMORY = 2;
const HAS_MAXIMUM = 1;

/** Pages of program memory, shadow and, in the precise densities, undefined bits together. */
export function memoryPages(density: Density): number {
  return ((isPrecise(density) ? 3 : 2) * Layout.LIMIT) / WASM_PAGE_BYTES;
}

/** The import section with the one memory as well, exactly as large as its planes. Functions' indices stay as they are. */
export function importsWithMemory({ bytes, sections }: Module, density: Density): Uint8Array {
  const out = new ByteWriter();
  const section = sections.find(({ id }) => id === SectionId.import);
  const reader = section && new ByteReader(bytes.subarray(section.contentStart, section.end));
  out.u32((reader?.u32() ?? 0) + 1);
  if (section && reader) out.copy(bytes, section.contentStart + reader.offset, section.end);
  for (const name of [MEMORY_IMPORT.module, MEMORY_IMPORT.name]) {
    out.u32(name.length);
    for (const character of new TextEncoder().encode(name)) out.u8(character);
  }
  out.u8(MEMORY);
  out.u8(HAS_MAXIMUM);
  const pages = memoryPages(density);
  out.u32(pages);
  out.u32(pages);
  return out.bytes.slice();
}
