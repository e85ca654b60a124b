/**
 * A long native recording that was cut off has no summary, and would have to be read as a whole, which takes memory for each block. Here it
 * is gone through once, and a copy with a summary is written, which the page reads in parts.
 */
import { createReadStream, statSync } from 'node:fs';
import { RunSummarizer } from '../../replay/stretches/summarize-run.ts';
import { RecordingStream } from '../../trace/recording-stream.ts';
import { NO_SYMBOLS } from '../../trace/symbols.ts';
import { NativeRecording } from './native-recording.ts';

/** A shorter file is held by the page as it is. */
const LEAST_BYTES = 4 * 2 ** 20;

/** Writes `copy`, if `file` is long and a native program's, and there is room; whether it did. Throws as Node's `fs` does. */
export async function completeRecording(file: string, copy: string, leastBytes = LEAST_BYTES): Promise<boolean> {
  if (statSync(file).size < leastBytes) return false;
  const stream = new RecordingStream();
  const summarizer = new RunSummarizer();
  let recording: NativeRecording | undefined;
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) {
    const parts = stream.push(piece as Uint8Array);
    const { meta } = stream;
    if (meta && meta.origin !== 'native') return false;
    if (meta) recording ??= new NativeRecording(copy, { ...meta, sources: [] });
    for (const part of parts) {
      if (part.kind !== 'chunk') continue;
      const { chunk } = part;
      if (summarizer.isFull) recording?.beginStretch(summarizer.cut());
      summarizer.add(chunk);
      recording?.add(chunk);
    }
    await recording?.ready();
    if (stream.damage) break;
  }
  if (!recording) return false;
  const summary = summarizer.summary();
  const end = stream.end ?? { kind: 'killed', reason: 'the recording is incomplete', steps: summary.steps };
  await recording.finish(stream.symbols ?? NO_SYMBOLS, end, summary);
  return recording.stopped === undefined;
}
