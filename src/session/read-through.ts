/** A long recording without a summary, since it was cut off before there was one: it is gone through once, from its beginning to its end. */
import type { Unreadable } from '../trace/read-recording.ts';
import { nextTask } from '../util/next-task.ts';
import { GrowingRecording } from './growing-recording.ts';
import { LongRecording, type RangeSource } from './long-recording.ts';

/** A piece takes some ten milliseconds. */
const PIECE_BYTES = 1 << 18;

export interface ReadThrough {
  readonly recording: LongRecording;
  /** Where reading ended before its end, and why. */
  readonly damage: Unreadable | undefined;
}

/**
 * `goesOn` is asked before each piece, and told how far it has come, from 0 to 1. Undefined: it didn't go on, or this is no native
 * program's recording.
 */
export async function readThrough(
  { size, read }: RangeSource,
  goesOn: (share: number) => boolean,
): Promise<ReadThrough | undefined> {
  const growing = new GrowingRecording();
  const { stream } = growing;
  for (let at = 0; at < size && !stream.damage; at += PIECE_BYTES) {
    if (!goesOn(at / size)) return undefined;
    growing.push(await read(at, Math.min(at + PIECE_BYTES, size)));
    if (stream.meta && stream.meta.origin !== 'native') return undefined;
    await nextTask();
  }
  const { meta, end, position } = stream;
  if (!meta) return undefined;
  const known = growing.known({ kind: 'killed', reason: 'the recording is incomplete', steps: 0 });
  const cutOff = { offset: position, reason: 'the file ends before the recording does' };
  return { recording: new LongRecording(read, meta, known), damage: stream.damage ?? (end ? undefined : cutOff) };
}
