import { describe, expect, it } from 'vitest';
import { readSurvey } from './read-survey.ts';
import { openWindow } from './replay.ts';
import { seededRandom, syntheticRecording, syntheticResolver } from './testing/synthetic.ts';
import type { Replay } from './timeline.ts';
import { valueOf } from './find-value.ts';

/** A window with what memory was at each of its positions. */
function recorded(seed: number, steps: number): { replay: Replay; memory: Map<number, Uint8Array> } {
  const memory = new Map<number, Uint8Array>();
  const recording = syntheticRecording({
    seed,
    steps,
    first: 500,
    limit: 65536,
    chunkWords: 300,
    wild: true,
    look: (step, bytes) => memory.set(step, bytes.slice()),
  });
  const survey = readSurvey(recording, syntheticResolver);
  const replay = openWindow(recording.windows[0]!, { sites: recording.sites, survey, resolver: syntheticResolver });
  return { replay, memory };
}

/** Looks at every position. */
function slowly(
  { replay, memory }: ReturnType<typeof recorded>,
  from: number,
  direction: 1 | -1,
  address: number,
  wanted: Uint8Array,
): number | undefined {
  const has = (step: number): boolean => wanted.every((byte, i) => memory.get(step)![address + i] === byte);
  for (let step = from + direction; step > replay.first && step <= replay.end; step += direction)
    if (has(step) && !has(step - 1)) return step;
  return undefined;
}

describe('the search for a value', () => {
  it.each([1, 2, 3])('finds what looking everywhere finds, in both directions (seed %i)', (seed) => {
    const run = recorded(seed, 600);
    const random = seededRandom(seed);
    const any = (below: number): number => Math.floor(random() * below);
    const { replay, memory } = run;
    let found = 0;
    // Places that are written: elsewhere there is nothing to find.
    const written: number[] = [];
    for (let step = replay.first + 1; step <= replay.end; step += 1)
      for (let at = 0; at < 65536 && written.length < 4000; at += 1)
        if (memory.get(step)![at] !== memory.get(step - 1)![at]) written.push(at);
    for (let trial = 0; trial < 120; trial += 1) {
      const address = written[any(written.length)]!;
      const size = 1 + any(3);
      const bytesAt = (step: number): Uint8Array => memory.get(step)!.slice(address, address + size);
      const from = replay.first + any(replay.end - replay.first + 1);
      const wanted = bytesAt(replay.first + any(replay.end - replay.first + 1));
      for (const direction of [1, -1] as const) {
        const expected = slowly(run, from, direction, address, wanted);
        const step = replay.find(from, direction, valueOf({ address, wanted, now: bytesAt(from) }));
        expect({ from, direction, address, step }).toEqual({ from, direction, address, step: expected });
        if (step !== undefined) found += 1;
      }
    }
    expect(found).toBeGreaterThan(20);
  });
});
