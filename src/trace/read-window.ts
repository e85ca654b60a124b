/** The sections of a recording that tell of sites and of the state that a window begins with: bytes -> what they say. */
import { asWindowHead, parseJson, ShapeError, type RunPlace, type WindowHead } from './read-json.ts';
import {
  PAGE_BYTES,
  type Chunk,
  type MemoryRun,
  type RecordedWindow,
  type SegmentBytes,
  type SiteTable,
  type Snapshot,
  type SnapshotFrame,
  type SnapshotThread,
} from './recording.ts';

/** A window while its further sections are being read. */
export type DraftWindow = RecordedWindow & {
  readonly chunks: Chunk[];
  others?: Snapshot[];
  segments?: SegmentBytes[];
  sites?: SiteTable;
};

/** Throws a ShapeError. */
export function readSites(contents: Uint8Array): SiteTable {
  const [count, functions] = contents.length < 8 ? [0, 0] : wordsOf(contents.subarray(0, 8));
  const codeEnd = 8 + count! * 4;
  const functionEnd = codeEnd + count! * 4;
  const frameEnd = functionEnd + functions! * 4;
  if (contents.length !== frameEnd + count!) throw new ShapeError('the site table has the wrong length');
  return {
    code: wordsOf(contents.subarray(8, codeEnd)),
    functionIndex: wordsOf(contents.subarray(codeEnd, functionEnd)),
    ...(functions! > 0 && { frameBytes: wordsOf(contents.subarray(functionEnd, frameEnd)) }),
    pendingSteps: contents.subarray(frameEnd),
  };
}

/** Of the section that a window begins with, and of that of each further process. Throws a ShapeError. */
export function readWindow(contents: Uint8Array): DraftWindow {
  const headLength = contents.length < 4 ? 0 : wordsOf(contents.subarray(0, 4))[0]!;
  const framesAt = 4 + Math.ceil(headLength / 4) * 4;
  if (framesAt > contents.length) throw new ShapeError('a window ends inside its head');
  const head = asWindowHead(parseJson(contents.subarray(4, 4 + headLength)));
  const frameCount = head.threads.reduce((sum, { frames }) => sum + frames, head.frames);
  const memoryAt = framesAt + frameCount * 16;
  const runBytes = [...head.memory, ...head.shadow].reduce((sum, run) => sum + run.length, 0);
  if (memoryAt + runBytes !== contents.length) throw new ShapeError('a window has the wrong length');
  if (head.end < head.first || head.step !== head.first) throw new ShapeError('a window ends before it begins');
  const memory = readRuns(contents, memoryAt, head.memory, head);
  const frames = readFrames(wordsOf(contents.subarray(framesAt, memoryAt)));
  const shadowAt = memoryAt + head.memory.reduce((sum, run) => sum + run.length, 0);
  return {
    first: head.first,
    end: head.end,
    chunks: [],
    snapshot: {
      step: head.step,
      process: head.process,
      memory,
      shadow: readRuns(contents, shadowAt, head.shadow, head),
      frames: frames.slice(0, head.frames),
      ...(head.threads.length > 0 && { threads: threadsOf(head, frames) }),
      ...(head.segments.length > 0 && { segments: head.segments }),
      surveyWords: head.surveyWords,
      layout: head.layout,
    },
  };
}

function readRuns(contents: Uint8Array, start: number, places: readonly RunPlace[], head: WindowHead): MemoryRun[] {
  let at = start;
  let lowest = 0;
  return places.map(({ address, length }) => {
    if (address < lowest || address % PAGE_BYTES !== 0 || address + length > head.layout.limit) {
      throw new ShapeError('a run of memory lies where none can');
    }
    lowest = address + length;
    at += length;
    return { address, bytes: contents.subarray(at - length, at) };
  });
}

/** The frames of further threads follow those of the first. */
function threadsOf(head: WindowHead, frames: readonly SnapshotFrame[]): SnapshotThread[] {
  let at = head.frames;
  return head.threads.map(({ thread, frames: count }) => ({ thread, frames: frames.slice(at, (at += count)) }));
}

function readFrames(words: Uint32Array): SnapshotFrame[] {
  return Array.from({ length: words.length / 4 }, (_, frame) => ({
    functionIndex: words[frame * 4]!,
    frameBase: words[frame * 4 + 1]!,
    callSite: words[frame * 4 + 2]!,
    statement: words[frame * 4 + 3]!,
  }));
}

/** A view where the alignment allows it, else a copy. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  if (bytes.byteOffset % 4 === 0) return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  return new Uint32Array(bytes.slice().buffer);
}
