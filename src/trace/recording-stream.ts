/** A recording whose bytes come one after the other: one that is still being written, or is too long to be held. */
import { addSection, Draft } from './draft.ts';
import { checkHeader, type Unreadable } from './read-recording.ts';
import { concatenate } from '../util/concatenate.ts';
import type { Chunk, RecordingMeta, RunEnd } from './recording.ts';
import { decodeSection, FILE_HEADER_BYTES, SECTION_HEADER_BYTES, SectionTag } from './sections.ts';
import type { SymbolTable } from './symbols.ts';

/** What of the survey has come. It is given once, and not kept. */
export type StreamPart =
  | { readonly kind: 'chunk'; readonly chunk: Chunk }
  /** A stretch begins here, with these blocks (packed), at this offset in the file. */
  | { readonly kind: 'stretch'; readonly place: number; readonly live: Uint8Array };

export class RecordingStream {
  /** Nothing is read any more. */
  damage: Unreadable | undefined;
  readonly #draft = new Draft();
  /** Not read yet, and how many bytes that is. */
  #pieces: Uint8Array[] = [];
  #length = 0;
  /** Fewer bytes hold nothing whole: a long section isn't put together anew with each of its pieces. */
  #needed = FILE_HEADER_BYTES;
  /** Where what is not read yet lies in the file. */
  #offset = 0;
  #records = 0;

  get meta(): RecordingMeta | undefined {
    return this.#draft.meta;
  }

  get symbols(): SymbolTable | undefined {
    return this.#draft.symbols;
  }

  get end(): RunEnd | undefined {
    return this.#draft.end;
  }

  /** Where in the file the records begin. */
  get records(): number {
    return this.#records;
  }

  /** What has been read ends here. */
  get position(): number {
    return this.#offset;
  }

  /** Gives what is whole now. */
  push(piece: Uint8Array): readonly StreamPart[] {
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.damage || this.#length < this.#needed) return [];
    const bytes = concatenate(this.#pieces);
    const parts: StreamPart[] = [];
    let at = 0;
    if (this.#offset === 0) {
      this.damage = checkHeader(bytes);
      at = FILE_HEADER_BYTES;
    }
    while (!this.damage && bytes.length - at >= sectionBytes(bytes, at)) at = this.#take(bytes, at, parts);
    this.#needed = sectionBytes(bytes, at);
    // A copy is left, so that chunks that are views don't keep more than themselves.
    this.#pieces = [bytes.slice(at)];
    this.#length = bytes.length - at;
    this.#offset += at;
    return parts;
  }

  /** Reads the section at `at`. Gives where the next one begins. */
  #take(bytes: Uint8Array, at: number, parts: StreamPart[]): number {
    const decoded = decodeSection(bytes, at);
    const place = this.#offset + at;
    if ('reason' in decoded) {
      this.damage = { offset: place, reason: decoded.reason };
      return at;
    }
    const { section, next } = decoded;
    this.damage = addSection(this.#draft, section);
    if (section.tag === SectionTag.sites || section.tag === SectionTag.summaryPlace)
      this.#records = this.#offset + next;
    if (section.tag === SectionTag.stretch) parts.push({ kind: 'stretch', place, live: section.contents });
    for (const chunk of this.#draft.survey.splice(0)) parts.push({ kind: 'chunk', chunk });
    return next;
  }
}

/** How long the section at `at` is, as far as that is known: at least as long as its header. */
function sectionBytes(bytes: Uint8Array, at: number): number {
  if (at + SECTION_HEADER_BYTES > bytes.length) return SECTION_HEADER_BYTES;
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at + 4, true);
  return SECTION_HEADER_BYTES + Math.ceil(length / 4) * 4;
}
