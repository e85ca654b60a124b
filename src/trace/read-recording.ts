/** Bytes -> recording. Damage never throws: what came before it is kept, or the file is refused with an offset. */
import { addSection, Draft } from './draft.ts';
import { RECORDING_VERSION, type Recording } from './recording.ts';
import { decodeSection, FILE_HEADER_BYTES, MAGIC } from './sections.ts';

export interface Damage {
  /** Where in the file the damage was met: the section's first byte, or that of the bad record. */
  readonly offset: number;
  /** In English: what only damage brings about. */
  readonly reason: string;
}

/** Of a whole file that is not for this reader. */
export type Refusal =
  | { readonly offset: number; readonly what: 'no-recording' }
  | { readonly offset: number; readonly what: 'other-version'; readonly version: number; readonly readable: number };

export type Unreadable = Damage | Refusal;

export type ReadResult =
  | { readonly kind: 'read'; readonly recording: Recording; readonly damage?: Damage }
  | ({ readonly kind: 'refused' } & Unreadable);

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

export function checkHeader(file: Uint8Array): Unreadable | undefined {
  const magic = new TextEncoder().encode(MAGIC);
  const wrong = magic.findIndex((byte, index) => file[index] !== byte);
  if (wrong >= 0) return { offset: wrong, what: 'no-recording' };
  if (file.length < FILE_HEADER_BYTES) return { offset: file.length, reason: 'the file ends inside its header' };
  const version = new DataView(file.buffer, file.byteOffset).getUint32(MAGIC.length, true);
  if (version === RECORDING_VERSION) return undefined;
  return { offset: MAGIC.length, what: 'other-version', version, readable: RECORDING_VERSION };
}
