import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import type { Chunk, SnapshotFrame } from '../trace/recording.ts';
import type { TaskRef } from './system.ts';

/**
 * The frames that a window's records go on from. A snapshot taken while a function was being entered has its frame
 * already, and then the window begins with the record that says so.
 */
export function startFrames(
  { process, thread, frames }: TaskRef & { readonly frames: readonly SnapshotFrame[] },
  chunks: readonly Chunk[],
): readonly SnapshotFrame[] {
  const top = frames.at(-1);
  const first = firstRecord(chunks);
  if (!top || !first || first.process !== process || first.thread !== thread) return frames;
  const [header, , callSite] = first.words;
  if ((header! & KIND_MASK) !== RecordKind.enter) return frames;
  const isTop = header! >>> KIND_BITS === top.functionIndex && callSite === top.callSite;
  return isTop ? frames.slice(0, -1) : frames;
}

/** The first record that is not about whose it is. */
function firstRecord(chunks: readonly Chunk[]): (TaskRef & { readonly words: Uint32Array }) | undefined {
  const chunk = chunks[0];
  const header = chunk?.words[0];
  if (!chunk || header === undefined) return undefined;
  if ((header & KIND_MASK) !== RecordKind.process) return { process: chunk.process, thread: 0, words: chunk.words };
  return { process: header >>> KIND_BITS, thread: chunk.words[1]!, words: chunk.words.subarray(2) };
}
