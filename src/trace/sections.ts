/** Sections of a recording file, as bytes: framing, checksum and compression. What they contain: `draft.ts`, `write-recording.ts`. */
import { deflateSync, inflateSync } from 'fflate';
import { concatenate } from '../util/concatenate.ts';
import { crc32 } from './crc32.ts';

export const MAGIC = 'HEAPSCPE';
export const FILE_HEADER_BYTES = MAGIC.length + 4;
export const SECTION_HEADER_BYTES = 12;

/** Section tags: four letters, read as a little-endian word. */
export const SectionTag = {
  meta: tagOf('META'),
  module: tagOf('MODL'),
  sites: tagOf('SITE'),
  /** A chunk of the survey. */
  chunk: tagOf('CHNK'),
  /** A window's bounds and snapshot; the `windowChunk`s up to the next `window` are its records. */
  window: tagOf('WIND'),
  /** The snapshot of a further process of the window before. */
  windowProcess: tagOf('WPRC'),
  windowSegment: tagOf('WSEG'),
  windowSites: tagOf('WSIT'),
  windowChunk: tagOf('WCHK'),
  symbols: tagOf('SYMB'),
  summaryPlace: tagOf('PLAC'),
  stretch: tagOf('STRT'),
  summary: tagOf('SUMM'),
  end: tagOf('LAST'),
} as const;

/** Set (which makes the last letter small): the contents are a word with their true length, then deflated bytes. */
const DEFLATED = 0x20000000;

/** Deflate makes bytes at most this many times fewer, so a longer claim is a lie. */
const LARGEST_DEFLATE_RATIO = 1032;

export interface Section {
  readonly tag: number;
  readonly contents: Uint8Array;
  /** Offset of the section's header in the file. */
  readonly offset: number;
  /** Offset of the contents in the file; undefined where they were deflated and so have no place there. */
  readonly contentsOffset: number | undefined;
}

function tagOf(letters: string): number {
  return (
    letters.charCodeAt(0) | (letters.charCodeAt(1) << 8) | (letters.charCodeAt(2) << 16) | (letters.charCodeAt(3) << 24)
  );
}

export function fileHeader(version: number): Uint8Array {
  const bytes = new Uint8Array(FILE_HEADER_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(MAGIC.length, version, true);
  return bytes;
}

/** Gives raw deflated bytes (RFC 1951). */
export type Deflate = (bytes: Uint8Array) => Uint8Array;

const deflateFast: Deflate = (bytes) => deflateSync(bytes, { level: 1 });

/** One section's bytes, padded to a multiple of 4. `parts` are its contents, in order. */
export function encodeSection(
  tag: number,
  parts: readonly Uint8Array[],
  options: { readonly deflate?: boolean | Deflate } = {},
): Uint8Array {
  if (options.deflate) {
    const whole = concatenate(parts);
    const length = new Uint8Array(new Uint32Array([whole.length]).buffer);
    const deflate = options.deflate === true ? deflateFast : options.deflate;
    return encodeSection(tag | DEFLATED, [length, deflate(whole)]);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(SECTION_HEADER_BYTES + ((length + 3) & ~3));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, tag, true);
  view.setUint32(4, length, true);
  let at = SECTION_HEADER_BYTES;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  view.setUint32(8, crc32(bytes.subarray(SECTION_HEADER_BYTES), crc32(bytes.subarray(0, 8))), true);
  return bytes;
}

/** The same deflated, by somebody who takes their time. */
export async function deflateSection(
  tag: number,
  parts: readonly Uint8Array[],
  deflate: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const whole = concatenate(parts);
  const length = new Uint8Array(new Uint32Array([whole.length]).buffer);
  return encodeSection(tag | DEFLATED, [length, await deflate(whole)]);
}

/** Whether all of the section at `offset` is there. */
export function isWhole(file: Uint8Array, offset: number): boolean {
  if (offset + SECTION_HEADER_BYTES > file.length) return false;
  const length = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(offset + 4, true);
  return offset + SECTION_HEADER_BYTES + Math.ceil(length / 4) * 4 <= file.length;
}

/** The section at `offset`, or why there is none. The checksum covers tag, length, contents and padding. */
export function decodeSection(
  file: Uint8Array,
  offset: number,
): { readonly section: Section; readonly next: number } | { readonly reason: string } {
  if (offset + SECTION_HEADER_BYTES > file.length) return { reason: 'the file ends inside a section header' };
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = view.getUint32(offset, true);
  const length = view.getUint32(offset + 4, true);
  const start = offset + SECTION_HEADER_BYTES;
  const next = start + Math.ceil(length / 4) * 4;
  if (next > file.length) return { reason: 'a section runs past the end of the file' };
  const sum = crc32(file.subarray(start, next), crc32(file.subarray(offset, offset + 8)));
  if (sum !== view.getUint32(offset + 8, true)) return { reason: 'a section does not match its checksum' };
  const stored = file.subarray(start, start + length);
  if ((tag & DEFLATED) === 0) return { section: { tag, contents: stored, offset, contentsOffset: start }, next };
  const contents = inflate(stored);
  if (contents === undefined) return { reason: 'a section does not inflate' };
  return { section: { tag: (tag & ~DEFLATED) >>> 0, contents, offset, contentsOffset: undefined }, next };
}

function inflate(stored: Uint8Array): Uint8Array | undefined {
  if (stored.length < 4) return undefined;
  const length = new DataView(stored.buffer, stored.byteOffset).getUint32(0, true);
  if (length > stored.length * LARGEST_DEFLATE_RATIO) return undefined;
  try {
    const contents = inflateSync(stored.subarray(4), { out: new Uint8Array(length) });
    return contents.length === length ? contents : undefined;
  } catch {
    return undefined;
  }
}
