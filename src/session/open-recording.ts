/** Recordings that come as files: dropped, chosen, or served by `heapscope view`. */
import { readRecording } from '../trace/read-recording.ts';
import { MAGIC } from '../trace/sections.ts';
import type { Session } from './session.svelte.ts';

/** Whether a file begins as recordings do. */
export function isRecording(start: Uint8Array): boolean {
  return new TextDecoder().decode(start.subarray(0, MAGIC.length)) === MAGIC;
}

/** Shows a recording; one that can't be read, or only in part, is told of in a notice. */
export async function openRecordingFile(session: Session, name: string, bytes: Uint8Array): Promise<void> {
  const read = readRecording(bytes);
  if (read.kind === 'refused') {
    session.notices.add({ kind: 'recording-refused', name, reason: read.reason });
    return;
  }
  await session.openRecording(read.recording);
  if (read.damage) session.notices.add({ kind: 'recording-damaged', name, reason: read.damage.reason });
}
