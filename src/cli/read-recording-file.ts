/** A recording that was named on the command line. */
import { readFileSync } from 'node:fs';
import { whyUnreadable } from '../i18n/unreadable.ts';
import { readRecording } from '../trace/read-recording.ts';
import { commandWords } from './command-messages.ts';
import { reasonOf } from './reason-of.ts';

type Read = Exclude<ReturnType<typeof readRecording>, { kind: 'refused' }>;

/** The recording as far as it is whole, or a sentence without a full stop that says why there is none. */
export function readRecordingFile(file: string): Read | string {
  const words = commandWords().files;
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return words.unreadable(file, reasonOf(error));
  }
  const read = readRecording(bytes);
  if (read.kind === 'read') return read;
  return words.noRecording(file, whyUnreadable(words.recording, read), String(read.offset));
}
