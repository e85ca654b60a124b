/** Bytes -> recording. Damage never throws: what came before it is kept, or the file is refused with an offset. */
import type { ProcessId } from '../util/units.ts';
import { asMeta, asRunEnd, asSymbolPart, parseJson, ShapeError } from './read-json.ts';
import { readSites, readWindow, wordsOf, type DraftWindow } from './read-window.ts';
import {
  RECORDING_VERSION,
  type Chunk,
  type Recording,
  type RecordingMeta,
  type RunEnd,
  type SiteTable,
} from './recording.ts';
import { decodeSection, FILE_HEADER_BYTES, MAGIC, SectionTag, type Section } from './sections.ts';
import { NO_SYMBOLS, sitesOf, withPart, type SymbolTable } from './symbols.ts';
import { checkRecords, recordSize, stepTold } from './walk-records.ts';

export interface Damage {
  /** Where in the file the damage was met: the section's first byte, or that of the bad record. */
  readonly offset: number;
  readonly reason: string;
  /** What can be said in the person's language; absent: something that only damage brings about. */
  readonly what?: 'no-recording' | 'other-version';
  /** Of another version. */
  readonly version?: number;
}

export type ReadResult =
  | { readonly kind: 'read'; readonly recording: Recording; readonly damage?: Damage }
  | ({ readonly kind: 'refused' } & Damage);

/**
 * Reads a file that `write-recording.ts` wrote. The recording's chunks and module are views of `bytes` where it is not
 * deflated: don't change them while the recording is in use. A file without its end (a killed run) is read
 * with damage at its last byte, and `end` is then `killed`.
 */
export function readRecording(bytes: Uint8Array): ReadResult {
  // Node's Buffer is a Uint8Array whose `slice` and `subarray` do other things: don't let one get about.
  const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  const refused = checkHeader(file);
  if (refused) return { kind: 'refused', ...refused };
  const draft = new Draft();
  let offset = FILE_HEADER_BYTES;
  let damage: Damage | undefined;
  while (damage === undefined && draft.end === undefined) {
    if (offset === file.length) {
      damage = { offset, reason: 'the file ends before the recording does' };
      break;
    }
    const decoded = decodeSection(file, offset);
    if ('reason' in decoded) {
      damage = { offset, reason: decoded.reason };
      break;
    }
    damage = addSection(draft, decoded.section);
    offset = decoded.next;
  }
  if (damage === undefined && offset < file.length)
    damage = { offset, reason: 'bytes follow the end of the recording' };
  return draft.finish(damage);
}

export function checkHeader(file: Uint8Array): Damage | undefined {
  const magic = new TextEncoder().encode(MAGIC);
  const wrong = magic.findIndex((byte, index) => file[index] !== byte);
  if (wrong >= 0) return { offset: wrong, reason: 'this is not a Heapscope recording', what: 'no-recording' };
  if (file.length < FILE_HEADER_BYTES) return { offset: file.length, reason: 'the file ends inside its header' };
  const version = new DataView(file.buffer, file.byteOffset).getUint32(MAGIC.length, true);
  if (version === RECORDING_VERSION) return undefined;
  const reason = `the recording has format version ${version}, and this Heapscope reads version ${RECORDING_VERSION}`;
  return { offset: MAGIC.length, reason, what: 'other-version', version };
}

/** A recording while it is being read. */
export class Draft {
  meta: RecordingMeta | undefined;
  module: Uint8Array | undefined;
  sites: SiteTable | undefined;
  symbols: SymbolTable | undefined;
  end: RunEnd | undefined;
  readonly survey: Chunk[] = [];
  readonly windows: DraftWindow[] = [];

  finish(damage: Damage | undefined): ReadResult {
    const { meta, module, sites, survey, windows } = this;
    if (!meta || !module || !sites) {
      return { kind: 'refused', offset: damage?.offset ?? 0, reason: damage?.reason ?? 'the recording has no program' };
    }
    const end = this.end ?? { kind: 'killed', reason: 'the recording is incomplete', steps: lastStep(survey) };
    const { symbols } = this;
    const found = symbols ? { sites: sitesOf(symbols), symbols } : { sites };
    const whole = { ...meta, sources: [...meta.sources, ...(symbols?.sources ?? [])] };
    const recording = { meta: whole, module, ...found, survey, windows, end };
    return damage ? { kind: 'read', recording, damage } : { kind: 'read', recording };
  }
}

/** What only who reads in parts needs. */
const FOR_PARTS: ReadonlySet<number> = new Set([SectionTag.summaryPlace, SectionTag.stretch, SectionTag.summary]);

export function addSection(draft: Draft, section: Section): Damage | undefined {
  if (FOR_PARTS.has(section.tag) && draft.sites) return undefined;
  try {
    return addContents(draft, section);
  } catch (error) {
    if (error instanceof ShapeError) return { offset: section.offset, reason: error.message };
    throw error;
  }
}

function addContents(draft: Draft, section: Section): Damage | undefined {
  const { tag, contents } = section;
  const started = draft.sites !== undefined;
  const outOfPlace = { offset: section.offset, reason: 'a section is out of place' };
  switch (tag) {
    case SectionTag.meta:
      if (draft.meta) return outOfPlace;
      draft.meta = asMeta(parseJson(contents));
      return undefined;
    case SectionTag.module:
      if (!draft.meta || draft.module) return outOfPlace;
      draft.module = contents;
      return undefined;
    case SectionTag.sites:
      if (!draft.module || draft.sites) return outOfPlace;
      draft.sites = readSites(contents);
      return undefined;
    case SectionTag.chunk:
      return started ? addChunk(draft.survey, section) : outOfPlace;
    case SectionTag.window:
      if (!started) return outOfPlace;
      draft.windows.push(readWindow(contents));
      return undefined;
    case SectionTag.windowProcess: {
      const window = draft.windows.at(-1);
      if (!window || window.sites || window.chunks.length > 0) return outOfPlace;
      const { snapshot, first, end } = readWindow(contents);
      if (first !== window.first || end !== window.end) throw new ShapeError('a process is of another window');
      (window.others ??= []).push(snapshot);
      return undefined;
    }
    case SectionTag.windowSegment: {
      const window = draft.windows.at(-1);
      if (!window || window.sites || window.chunks.length > 0) return outOfPlace;
      if (contents.length < 4) throw new ShapeError('a segment has no number');
      const [segment] = wordsOf(contents.slice(0, 4));
      (window.segments ??= []).push({ segment: segment!, bytes: contents.subarray(4) });
      return undefined;
    }
    case SectionTag.windowSites: {
      const window = draft.windows.at(-1);
      if (!window || window.sites) return outOfPlace;
      window.sites = readSites(contents);
      return undefined;
    }
    case SectionTag.windowChunk: {
      const window = draft.windows.at(-1);
      return window ? addChunk(window.chunks, section) : outOfPlace;
    }
    case SectionTag.symbols:
      if (!started) return outOfPlace;
      draft.symbols = withPart(draft.symbols ?? NO_SYMBOLS, asSymbolPart(parseJson(contents)));
      if (!draft.symbols) throw new ShapeError('a symbol is none');
      return undefined;
    case SectionTag.end:
      if (!started) return outOfPlace;
      draft.end = asRunEnd(parseJson(contents));
      return undefined;
    default:
      return { offset: section.offset, reason: 'a section has an unknown tag' };
  }
}

/** Adds the whole records of a chunk, and says where they end if not at its end. */
function addChunk(chunks: Chunk[], { contents, offset, contentsOffset }: Section): Damage | undefined {
  if (contents.length < 4 || contents.length % 4 !== 0) return { offset, reason: 'a chunk has the wrong length' };
  const process: ProcessId = wordsOf(contents.subarray(0, 4))[0]!;
  const words = wordsOf(contents.subarray(4));
  const damage = checkRecords(words, words.length);
  const length = damage?.word ?? words.length;
  if (length > 0) chunks.push({ process, words, length });
  if (damage === undefined) return undefined;
  return {
    offset: contentsOffset === undefined ? offset : contentsOffset + 4 + damage.word * 4,
    reason: damage.reason,
  };
}

/** The step that the last record of the survey that tells one tells. */
function lastStep(chunks: readonly Chunk[]): number {
  let last = 0;
  for (const { words, length } of chunks)
    for (let at = 0; at < length; at += recordSize(words, at)) last = stepTold(words, at, last);
  return last;
}
