/**
 * Redzones behind thread-local variables, to which clang's AddressSanitizer gives none. Each variable has a data segment of its own in
 * an object file; it is made longer by bytes that no program has, by which the redzones are found again in the linked program, wherever
 * the linker has put them. Formats: WebAssembly/tool-conventions, Linking.md.
 */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { readSections, SectionId, writeHeader, writeSection, type Section } from './sections.ts';

const REDZONE = new TextEncoder().encode('\u0001heapscope: thread-local redzone\u0002'.slice(0, 32));
const SEGMENT_INFO = 5;
const IS_THREAD_LOCAL = 2;
/** Relocations that have an addend: all of memory addresses and of offsets. */
const WITH_ADDEND = new Set([3, 4, 5, 8, 9, 11, 14, 15, 16, 17, 21, 22, 23, 25]);

interface Moved {
  /** Offsets in the data section's contents, of a segment's bytes before and after. */
  readonly from: number;
  readonly to: number;
}

/** The object file with redzones; it itself if it has no thread-local variables. Throws `WasmError` for a damaged one. */
export function withThreadLocalRedzones(object: Uint8Array): Uint8Array {
  const sections = readSections(object);
  const isThreadLocal = threadLocalSegments(object, sections);
  const data = sections.find(({ id }) => id === SectionId.data);
  if (!data || !isThreadLocal.includes(true)) return object;
  const { contents, moved } = lengthened(object, data, isThreadLocal);
  const out = new ByteWriter(object.length + contents.length);
  writeHeader(out);
  for (const section of sections) {
    if (section === data) writeSection(out, SectionId.data, contents);
    else if (section.name === 'reloc.DATA') writeSection(out, SectionId.custom, relocated(object, section, moved));
    else out.copy(object, section.start, section.end);
  }
  return out.bytes.slice();
}

function threadLocalSegments(bytes: Uint8Array, sections: readonly Section[]): readonly boolean[] {
  const linking = sections.find(({ id, name }) => id === SectionId.custom && name === 'linking');
  if (!linking) return [];
  const r = new ByteReader(bytes, linking.contentStart, linking.end);
  r.u32();
  while (!r.done) {
    const kind = r.u8();
    const part = r.sub(r.u32());
    if (kind !== SEGMENT_INFO) continue;
    return part.vector((segment) => {
      segment.name();
      segment.u32();
      return (segment.u32() & IS_THREAD_LOCAL) !== 0;
    });
  }
  return [];
}

function lengthened(
  bytes: Uint8Array,
  section: Section,
  isThreadLocal: readonly boolean[],
): { contents: Uint8Array; moved: readonly Moved[] } {
  const out = new ByteWriter(section.end - section.contentStart + isThreadLocal.length * REDZONE.length);
  const moved: Moved[] = [];
  const r = new ByteReader(bytes, section.contentStart, section.end);
  const count = r.u32();
  out.u32(count);
  for (let k = 0; k < count; k++) {
    const start = r.offset;
    if (r.u32() !== 0) r.fail('a data segment of an object file that is not active', start);
    r.skip(1);
    r.skipLeb();
    r.skip(1);
    out.copy(bytes, start, r.offset);
    const size = r.u32();
    out.u32(size + (isThreadLocal[k] ? REDZONE.length : 0));
    moved.push({ from: r.offset - section.contentStart, to: out.length });
    out.copy(bytes, r.offset, r.offset + size);
    if (isThreadLocal[k]) out.raw(REDZONE);
    r.skip(size);
  }
  return { contents: out.bytes.slice(), moved };
}

function relocated(bytes: Uint8Array, section: Section, moved: readonly Moved[]): Uint8Array {
  const out = new ByteWriter(section.end - section.start);
  out.name(section.name);
  const r = new ByteReader(bytes, section.contentStart, section.end);
  out.u32(r.u32());
  const count = r.u32();
  out.u32(count);
  for (let k = 0; k < count; k++) {
    const type = r.u8();
    out.u8(type);
    const offset = r.u32();
    const segment = moved.findLast(({ from }) => from <= offset);
    out.u32(segment ? offset - segment.from + segment.to : offset);
    const rest = r.offset;
    r.skipLeb();
    if (WITH_ADDEND.has(type)) r.skipLeb();
    out.copy(bytes, rest, r.offset);
  }
  return out.bytes.slice();
}

/** Where redzones begin in the linked program's thread-local data, and how long they are. */
export function threadLocalRedzones(data: Uint8Array): { readonly offsets: readonly number[]; readonly size: number } {
  const offsets: number[] = [];
  for (let at = data.indexOf(REDZONE[0]!); at >= 0; at = data.indexOf(REDZONE[0]!, at + 1))
    if (REDZONE.every((byte, k) => data[at + k] === byte)) offsets.push(at);
  return { offsets, size: REDZONE.length };
}
