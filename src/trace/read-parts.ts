/** Parts of a recording that is too long to be read as a whole, from the bytes of a part of its file. */
import { addSection, Draft } from './draft.ts';
import { checkHeader, type Damage } from './read-recording.ts';
import type { Chunk, RecordingMeta, RunEnd } from './recording.ts';
import { decodeSection, FILE_HEADER_BYTES, isWhole, SectionTag, type Section } from './sections.ts';
import { NO_SYMBOLS, sitesOf, type SymbolTable } from './symbols.ts';

/** So much of a file's beginning has all that `readBeginning` looks for. */
export const BEGINNING_BYTES = 1 << 16;

export interface Beginning {
  readonly meta: RecordingMeta;
  /** Where the records begin. */
  readonly records: number;
  /** Where the part with the summary begins. */
  readonly summary: number;
}

/** Undefined: this recording has to be read as a whole. */
export function readBeginning(start: Uint8Array): Beginning | undefined {
  const draft = new Draft();
  if (checkHeader(start)) return undefined;
  for (let at = FILE_HEADER_BYTES; isWhole(start, at);) {
    const decoded = decodeSection(start, at);
    if ('reason' in decoded || addSection(draft, decoded.section)) return undefined;
    at = decoded.next;
    const { tag, contents } = decoded.section;
    if (tag !== SectionTag.summaryPlace) continue;
    if (contents.length !== 8 || !draft.meta) return undefined;
    const summary = Number(new DataView(contents.buffer, contents.byteOffset).getBigUint64(0, true));
    return summary > 0 ? { meta: draft.meta, records: at, summary } : undefined;
  }
  return undefined;
}

export interface Ending {
  readonly symbols: SymbolTable;
  /** Packed. */
  readonly summary: Uint8Array;
  readonly end: RunEnd;
}

/** `bytes`: from the summary's part to the file's end, which begins at `offset` in the file. */
export function readEnding(bytes: Uint8Array, offset: number): Ending | Damage {
  const draft = bareDraft();
  let summary: Uint8Array | undefined;
  const damage = eachSection(bytes, offset, draft, (section) => {
    if (section.tag === SectionTag.summary) summary = section.contents;
  });
  const { symbols = NO_SYMBOLS, end } = draft;
  if (damage) return damage;
  return summary && end ? { symbols, summary, end } : { offset, reason: 'the summary is incomplete' };
}

export interface StretchSections {
  /** Packed; absent of the first. */
  readonly live?: Uint8Array;
  readonly chunks: readonly Chunk[];
}

/** `bytes`: one stretch, which begins at `offset` in the file. */
export function readStretch(bytes: Uint8Array, offset: number): StretchSections | Damage {
  const draft = bareDraft();
  let live: Uint8Array | undefined;
  const damage = eachSection(bytes, offset, draft, (section) => {
    if (section.tag === SectionTag.stretch) live = section.contents;
  });
  return damage ?? { ...(live && { live }), chunks: draft.survey };
}

/** Of a part without the file's beginning. */
function bareDraft(): Draft {
  const draft = new Draft();
  draft.sites = sitesOf(NO_SYMBOLS);
  return draft;
}

function eachSection(
  bytes: Uint8Array,
  offset: number,
  draft: Draft,
  visit: (section: Section) => void,
): Damage | undefined {
  for (let at = 0; at < bytes.length;) {
    const decoded = decodeSection(bytes, at);
    if ('reason' in decoded) return { offset: offset + at, reason: decoded.reason };
    // Parts of symbols go on from those before, which are not here: the last part of the file has them all.
    const isOurs = decoded.section.tag !== SectionTag.symbols || draft.survey.length === 0;
    const damage = isOurs ? addSection(draft, decoded.section) : undefined;
    if (damage) return { offset: offset + damage.offset, reason: damage.reason };
    visit(decoded.section);
    at = decoded.next;
  }
  return undefined;
}
