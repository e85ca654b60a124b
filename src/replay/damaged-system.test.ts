/** Records that no run could have made, under right checksums: whatever reads them stays sane. */
import { describe, expect, it } from 'vitest';
import { readRecording } from '../trace/read-recording.ts';
import type { Chunk, RecordedWindow, Recording } from '../trace/recording.ts';
import { checkRecords } from '../trace/walk-records.ts';
import { writeRecording } from '../trace/write-recording.ts';
import { resolveFindings } from './resolve-findings.ts';
import { readSurvey } from './read-survey.ts';
import { openWindow } from './replay.ts';
import { seededRandom, syntheticResolver } from './testing/synthetic.ts';
import { SyntheticSystem } from './testing/synthetic-system.ts';
import type { Moment, StepQuery } from './timeline.ts';
import { writeTo } from './find-write.ts';

type OneWindow = Recording & { readonly windows: readonly [RecordedWindow] };

const made = (seed: number): OneWindow => new SyntheticSystem({ seed, steps: 120, chunkWords: 300, cut: 40 }).run();

const QUERIES: readonly StepQuery[] = [
  { kind: 'depth', atMost: 2 },
  { kind: 'switch' },
  { kind: 'statement', task: { process: 1, thread: 0 } },
  { kind: 'allocation', process: 2 },
  writeTo({ address: 50_000, size: 4096 }),
  { kind: 'system' },
];

function lookAt(moment: Moment): void {
  expect(moment.bytes(0, 65536).length).toBe(65536);
  expect(moment.events.length + moment.frames.length).toBeGreaterThanOrEqual(0);
  moment.blocks();
  for (const process of moment.processes) {
    const { threads, mappings } = moment.process(process)!;
    expect(threads.length + mappings.length).toBeGreaterThan(0);
  }
  for (const { bytes, writers } of moment.segments()) expect(bytes(0, 64).length + writers(4000, 64).length).toBe(128);
}

/** Reads all there is to read of a recording. */
function readAll(recording: Recording): void {
  const survey = readSurvey(recording, syntheticResolver);
  resolveFindings(survey);
  const { system } = survey;
  for (const { process, threads } of system.processes.slice(0, 8)) {
    survey.liveAt(survey.steps / 2, process);
    for (const thread of threads.slice(0, 4)) system.stateAt(thread, survey.steps / 2);
  }
  for (let index = 0; index < system.events.count; index++) system.events.at(index);
  const [window] = recording.windows;
  if (!window) return;
  const replay = openWindow(window, { sites: recording.sites, survey, resolver: syntheticResolver });
  for (const part of [0, 1, 0.3, 0.8, 0.1]) {
    const step = Math.floor(replay.first + (replay.end - replay.first) * part);
    lookAt(replay.seek(step));
    for (const query of QUERIES) for (const direction of [1, -1] as const) replay.find(step, direction, query);
  }
}

/** With some words changed, up to the first record that is none any more. */
function changed(chunks: readonly Chunk[], random: () => number): Chunk[] {
  return chunks.map(({ process, words, length }) => {
    const copy = words.slice(0, length);
    for (let change = 0; change < 3; change++) {
      const at = Math.floor(random() * length);
      // One bit, or any number.
      copy[at] = random() < 0.5 ? copy[at]! ^ (1 << Math.floor(random() * 32)) : Math.floor(random() * 2 ** 32);
    }
    return { process: random() < 0.1 ? 77 : process, words: copy, length: checkRecords(copy, length)?.word ?? length };
  });
}

describe('records that contradict each other', () => {
  it('are read without failing', () => {
    const random = seededRandom(5);
    for (let round = 0; round < 60; round++) {
      const recording = made(1 + (round % 6));
      const [window] = recording.windows;
      const survey = changed(recording.survey, random);
      readAll({ ...recording, survey, windows: [{ ...window, chunks: changed(window.chunks, random) }] });
    }
  }, 60_000);

  it('may lack snapshots, segments and surveys', () => {
    const recording = made(3);
    const [window] = recording.windows;
    const { others: _others, segments: _segments, ...bare } = window;
    readAll({ ...recording, windows: [bare] });
    readAll({ ...recording, survey: [] });
    readAll({ ...recording, windows: [{ ...window, chunks: [] }] });
  });
});

describe('a file of several processes', () => {
  it.each([false, true])('gives back what was written, up to where it is cut (deflate: %s)', (deflate) => {
    const recording = made(2);
    const file = writeRecording(recording, { deflate });
    const whole = readRecording(file);
    if (whole.kind !== 'read') throw new Error(JSON.stringify(whole));
    const { snapshot, others, segments } = whole.recording.windows[0]!;
    expect(whole.damage).toBeUndefined();
    expect({ snapshot, others, segments }).toEqual({
      snapshot: recording.windows[0].snapshot,
      others: recording.windows[0].others,
      segments: recording.windows[0].segments,
    });
    for (let length = 0; length < file.length; length += Math.ceil(file.length / 40)) {
      const cut = readRecording(file.subarray(0, length));
      if (cut.kind === 'read') readAll(cut.recording);
    }
  });
});
