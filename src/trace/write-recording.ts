/**
 * Recording -> bytes. Every function gives a run of whole sections: append them to a file as they come and a run that is
 * killed leaves a readable file.
 */
import {
  RECORDING_VERSION,
  type Chunk,
  type MemoryRun,
  type RecordedWindow,
  type Recording,
  type RecordingMeta,
  type RunEnd,
  type SiteTable,
  type Snapshot,
} from './recording.ts';
import { concatenate } from '../util/concatenate.ts';
import { symbolPart, type SymbolPart } from './symbols.ts';
import { deflateSection, encodeSection, fileHeader, SectionTag, type Deflate } from './sections.ts';

export interface WriteOptions {
  /** Deflate all but the small sections, by a faster way than ours where one is given (ours: some 40 MB a second; reading: 80). */
  readonly deflate?: boolean | Deflate;
}

/** What is known before the run: goes first. */
export function writeStart(
  meta: RecordingMeta,
  module: Uint8Array,
  sites: SiteTable,
  options: WriteOptions = {},
): Uint8Array {
  return concatenate([
    fileHeader(RECORDING_VERSION),
    encodeSection(SectionTag.meta, [jsonBytes(meta)]),
    encodeSection(SectionTag.module, [module], options),
    encodeSection(SectionTag.sites, siteParts(sites), options),
  ]);
}

/** A chunk of the survey. */
export function writeChunk(chunk: Chunk, options: WriteOptions = {}): Uint8Array {
  return encodeSection(SectionTag.chunk, chunkParts(chunk), options);
}

/** Deflates bytes while the caller does something else. */
export type DeflateLater = (bytes: Uint8Array) => Promise<Uint8Array>;

/** As `writeChunk`. */
export function writeChunkLater(chunk: Chunk, deflate: DeflateLater): Promise<Uint8Array> {
  return deflateSection(SectionTag.chunk, chunkParts(chunk), deflate);
}

/** Where a stretch begins: its live blocks, packed. */
export function writeStretch(live: Uint8Array, deflate: DeflateLater): Promise<Uint8Array> {
  return deflateSection(SectionTag.stretch, [live], deflate);
}

/** A packed summary of the run: follows all symbols as one part, and goes before the end. */
export function writeSummary(summary: Uint8Array, deflate: DeflateLater): Promise<Uint8Array> {
  return deflateSection(SectionTag.summary, [summary], deflate);
}

/** Follows what `writeStart` gives, and is written again, as long, once there is a summary. */
export function writeSummaryPlace(place: number): Uint8Array {
  return encodeSection(SectionTag.summaryPlace, [
    bytesOf(new Uint32Array([place % 2 ** 32, Math.floor(place / 2 ** 32)])),
  ]);
}

/** A window's snapshots and sites; its chunks follow by `writeWindowChunk`, not here. */
export function writeWindow(window: RecordedWindow, options: WriteOptions = {}): Uint8Array {
  return concatenate([
    encodeSection(SectionTag.window, snapshotParts(window, window.snapshot), options),
    ...(window.others ?? []).map((snapshot) =>
      encodeSection(SectionTag.windowProcess, snapshotParts(window, snapshot), options),
    ),
    ...(window.segments ?? []).map(({ segment, bytes }) =>
      encodeSection(SectionTag.windowSegment, [bytesOf(new Uint32Array([segment])), bytes], options),
    ),
    ...(window.sites ? [encodeSection(SectionTag.windowSites, siteParts(window.sites), options)] : []),
  ]);
}

function snapshotParts({ first, end }: RecordedWindow, snapshot: Snapshot): Uint8Array[] {
  const { threads = [] } = snapshot;
  const head = jsonBytes({
    first,
    end,
    step: snapshot.step,
    process: snapshot.process,
    surveyWords: snapshot.surveyWords,
    layout: snapshot.layout,
    frames: snapshot.frames.length,
    threads: threads.map(({ thread, frames }) => [thread, frames.length]),
    segments: (snapshot.segments ?? []).map(({ segment, address, size, offset = 0 }) => [
      segment,
      address,
      size,
      offset,
    ]),
    memory: snapshot.memory.map(place),
    shadow: snapshot.shadow.map(place),
  });
  const frames = Uint32Array.from(
    [snapshot.frames, ...threads.map((each) => each.frames)]
      .flat()
      .flatMap(({ functionIndex, frameBase, callSite, statement }) => [functionIndex, frameBase, callSite, statement]),
  );
  const padding = new Uint8Array(-head.length & 3);
  const runs = [...snapshot.memory, ...snapshot.shadow].map((run) => run.bytes);
  return [bytesOf(new Uint32Array([head.length])), head, padding, bytesOf(frames), ...runs];
}

/** A chunk of the window that was written last. */
export function writeWindowChunk(chunk: Chunk, options: WriteOptions = {}): Uint8Array {
  return encodeSection(SectionTag.windowChunk, chunkParts(chunk), options);
}

/** What of the symbols has not been written yet: `symbolPart` tells it. */
export function writeSymbols(part: SymbolPart, options: WriteOptions = {}): Uint8Array {
  return encodeSection(SectionTag.symbols, [jsonBytes(part)], options);
}

/** How the run ended: goes last. */
export function writeEnd(end: RunEnd): Uint8Array {
  return encodeSection(SectionTag.end, [jsonBytes(end)]);
}

/** A whole recording as a file. */
export function writeRecording(recording: Recording, options: WriteOptions = {}): Uint8Array {
  return concatenate([
    writeStart(recording.meta, recording.module, recording.sites, options),
    ...(recording.symbols ? [writeSymbols(symbolPart(recording.symbols), options)] : []),
    ...recording.survey.map((chunk) => writeChunk(chunk, options)),
    ...recording.windows.flatMap((window) => [
      writeWindow(window, options),
      ...window.chunks.map((chunk) => writeWindowChunk(chunk, options)),
    ]),
    writeEnd(recording.end),
  ]);
}

const siteParts = ({ code, functionIndex, frameBytes = new Uint32Array(), pendingSteps }: SiteTable): Uint8Array[] => [
  bytesOf(new Uint32Array([code.length, frameBytes.length])),
  bytesOf(code),
  bytesOf(functionIndex),
  bytesOf(frameBytes),
  pendingSteps,
];

const chunkParts = (chunk: Chunk): Uint8Array[] => [
  bytesOf(new Uint32Array([chunk.process])),
  bytesOf(chunk.words.subarray(0, chunk.length)),
];

const place = (run: MemoryRun): readonly [number, number] => [run.address, run.bytes.length];

const jsonBytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** The bytes of a column as the machine has them: little-endian on everything that browsers and Node's builds run on but s390x. */
const bytesOf = (column: Uint32Array): Uint8Array =>
  new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
