/** A recording that was named on the command line. */
import { readFileSync } from 'node:fs';
import { readRecording } from '../trace/read-recording.ts';
import { reasonOf } from './collect-sources.ts';

type Read = Exclude<ReturnType<typeof readRecording>, { kind: 'refused' }>;

/** The recording as far as it is whole, or a sentence without a full stop that says why there is none. */
export function readRecordingFile(file: string): Read | string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return `can't read ${file}: ${reasonOf(error)}`;
  }
  const read = readRecording(bytes);
  if (read.kind !== 'refused') return read;
  return `${file} is not a recording that can be read: ${read.reason} (at offset ${read.offset})`;
}
