/** Recordings that come as files: dropped, chosen, or served by `heapscope view`. */
import { BEGINNING_BYTES, readBeginning } from '../trace/read-parts.ts';
import { readRecording, type Unreadable } from '../trace/read-recording.ts';
import { MAGIC } from '../trace/sections.ts';
import type { RangeSource } from './long-recording.ts';
import type { Session } from './session.svelte.ts';

/** A shorter file is held as it is. */
const LONG_BYTES = 16 * 2 ** 20;

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
  const tellOf = (why: Unreadable | undefined): void => {
    if (why) session.notices.add({ kind: 'recording-damaged', name, why });
  };
  if (source.size >= LONG_BYTES) {
    const { readThrough } = await import('./read-through.ts');
    const through = await session.prepare((goesOn) => readThrough(source, goesOn));
    if (through === 'cancelled') return;
    if (through) {
      await session.openLong(through.recording);
      return tellOf(through.damage);
    }
  }
  const read = readRecording(await source.read(0, source.size));
  if (read.kind === 'refused') {
    session.notices.add({ kind: 'recording-refused', name, why: read });
    return;
  }
  await session.openRecording(read.recording);
  tellOf(read.damage);
}

/** Bytes that are there. */
export const sourceOf = (bytes: Uint8Array): RangeSource => ({
  size: bytes.length,
  read: (from, to) => Promise.resolve(bytes.subarray(from, to)),
});
