import type { OutputEvent } from '../replay/timeline.ts';
import { KIND_BITS, KIND_MASK, RecordKind } from '../trace/records.ts';
import type { Chunk } from '../trace/recording.ts';
import { recordBytes, recordSize, stepOf } from '../trace/walk-records.ts';

/** What the program printed in a chunk of a survey, to be shown while it runs. */
export function* chunkOutputs({ words, length, process }: Chunk): Generator<OutputEvent> {
  for (let at = 0; at < length; at += recordSize(words, at)) {
    const head = words[at] ?? 0;
    if ((head & KIND_MASK) !== RecordKind.output) continue;
    yield {
      descriptor: head >>> KIND_BITS,
      step: stepOf(words[at + 2] ?? 0, words[at + 3] ?? 0),
      bytes: recordBytes(words, at + 4, words[at + 1] ?? 0),
      process,
    };
  }
}
