/** A recording while it is read, section by section. */
import type { ProcessId } from '../util/units.ts';
import { asMeta, asRunEnd, asSymbolPart, parseJson, ShapeError } from './read-json.ts';
import type { Damage, ReadResult } from './read-recording.ts';
import { readSites, readWindow, wordsOf, type DraftWindow } from './read-window.ts';
import type { Chunk, RecordingMeta, RunEnd, SiteTable } from './recording.ts';
import { SectionTag, type Section } from './sections.ts';
import { NO_SYMBOLS, sitesOf, withPart, type SymbolTable } from './symbols.ts';
import { checkRecords, recordSize, stepTold } from './walk-records.ts';

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
  switch (tag) {
    case SectionTag.meta:
      if (draft.meta) return outOfPlace(section);
      draft.meta = asMeta(parseJson(contents));
      return undefined;
    case SectionTag.module:
      if (!draft.meta || draft.module) return outOfPlace(section);
      draft.module = contents;
      return undefined;
    case SectionTag.sites:
      if (!draft.module || started) return outOfPlace(section);
      draft.sites = readSites(contents);
      return undefined;
    case SectionTag.chunk:
      return started ? addChunk(draft.survey, section) : outOfPlace(section);
    case SectionTag.window:
      if (!started) return outOfPlace(section);
      draft.windows.push(readWindow(contents));
      return undefined;
    case SectionTag.symbols:
      if (!started) return outOfPlace(section);
      draft.symbols = withPart(draft.symbols ?? NO_SYMBOLS, asSymbolPart(parseJson(contents)));
      if (!draft.symbols) throw new ShapeError('a symbol is none');
      return undefined;
    case SectionTag.end:
      if (!started) return outOfPlace(section);
      draft.end = asRunEnd(parseJson(contents));
      return undefined;
    default:
      return addToWindow(draft.windows.at(-1), section);
  }
}

/** The processes and segments of a window come before its sites, and its sites before its chunks, if there are any. */
function addToWindow(window: DraftWindow | undefined, section: Section): Damage | undefined {
  const { tag, contents } = section;
  switch (tag) {
    case SectionTag.windowProcess: {
      if (!window || window.sites || window.chunks.length > 0) return outOfPlace(section);
      const { snapshot, first, end } = readWindow(contents);
      if (first !== window.first || end !== window.end) throw new ShapeError('a process is of another window');
      (window.others ??= []).push(snapshot);
      return undefined;
    }
    case SectionTag.windowSegment: {
      if (!window || window.sites || window.chunks.length > 0) return outOfPlace(section);
      if (contents.length < 4) throw new ShapeError('a segment has no number');
      const [segment] = wordsOf(contents.slice(0, 4));
      (window.segments ??= []).push({ segment: segment!, bytes: contents.subarray(4) });
      return undefined;
    }
    case SectionTag.windowSites:
      if (!window || window.sites) return outOfPlace(section);
      window.sites = readSites(contents);
      return undefined;
    case SectionTag.windowChunk:
      return window ? addChunk(window.chunks, section) : outOfPlace(section);
    default:
      return { offset: section.offset, reason: 'a section has an unknown tag' };
  }
}

function outOfPlace({ offset }: Section): Damage {
  return { offset, reason: 'a section is out of place' };
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
