/** Recordings that come as files: dropped, chosen, or served by `heapscope view`. */
import { BEGINNING_BYTES, readBeginning } from '../trace/read-parts.ts';
import { readRecording } from '../trace/read-recording.ts';
import { MAGIC } from '../trace/sections.ts';
import type { RangeSource } from './long-recording.ts';
import type { Session } from './session.svelte.ts';

/** Whether a file begins as recordings do. */
export function isRecording(start: Uint8Array): boolean {
  return new TextDecoder().decode(start.subarray(0, MAGIC.length)) === MAGIC;
}

/** Shows a recording; one that can't be read, or only in part, is told of in a notice. A long one is read part by part. */
export async function openRecordingFile(session: Session, name: string, source: RangeSource): Promise<void> {
  const beginning = readBeginning(await source.read(0, Math.min(source.size, BEGINNING_BYTES)));
  if (beginning) {
    const { LongRecording } = await import('./long-recording.ts');
    const long = await LongRecording.open(source, beginning);
    if (typeof long !== 'string') return session.openLong(long);
  }
  const read = readRecording(await source.read(0, source.size));
  if (read.kind === 'refused') {
    session.notices.add({ kind: 'recording-refused', name, reason: read.reason });
    return;
  }
  await session.openRecording(read.recording);
  if (read.damage) session.notices.add({ kind: 'recording-damaged', name, reason: read.damage.reason });
}

/** Bytes that are there. */
export const sourceOf = (bytes: Uint8Array): RangeSource => ({
  size: bytes.length,
  read: (from, to) => Promise.resolve(bytes.subarray(from, to)),
});
