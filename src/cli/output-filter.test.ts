import { describe, expect, it } from 'vitest';
import { KIND_BITS, RecordKind } from '../trace/records.ts';
import type { Chunk } from '../trace/recording.ts';
import { OutputFilter } from './output-filter.ts';

/** A chunk with a step record and then what the program wrote. */
function chunk(...writes: readonly [stream: number, text: string][]): Chunk {
  const words = [RecordKind.step | (5 << KIND_BITS)];
  for (const [stream, text] of writes) {
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4);
    padded.set(bytes);
    words.push(RecordKind.output | (stream << KIND_BITS), bytes.length, 1, 0, ...new Uint32Array(padded.buffer));
  }
  return { process: 0, words: Uint32Array.from([...words, 0xffffffff]), length: words.length };
}

describe('OutputFilter', () => {
  it('passes on only what a later run adds, for each stream on its own', () => {
    const passed: string[] = [];
    const filter = new OutputFilter((stream, bytes) => passed.push(`${stream}:${new TextDecoder().decode(bytes)}`));
    filter.restart();
    filter.take(chunk([1, 'name? '], [2, 'warning']));
    filter.restart();
    filter.take(chunk([1, 'na'], [2, 'warning']));
    filter.take(chunk([1, 'me? hello\n'], [2, '!']));
    expect(passed).toEqual(['1:name? ', '2:warning', '1:hello\n', '2:!']);
    expect([filter.text(1), filter.text(2)]).toEqual(['name? hello\n', 'warning!']);
  });
});
