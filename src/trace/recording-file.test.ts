import { describe, expect, it } from 'vitest';
import { seededRandom, syntheticRecording } from '../replay/testing/synthetic.ts';
import { DEFAULT_CHECKS } from './check-options.ts';
import { readRecording, type ReadResult } from './read-recording.ts';
import type { Chunk, Recording } from './recording.ts';
import { RecordingStream } from './recording-stream.ts';
import { encodeSection, SectionTag } from './sections.ts';
import { NO_SYMBOLS, sitesOf, symbolPart, withPart, type SymbolLine } from './symbols.ts';
import { writeChunk, writeEnd, writeRecording, writeStart, writeWindow, writeWindowChunk } from './write-recording.ts';

const OPTIONS = { seed: 3, steps: 25, limit: 16384, chunkWords: 40, wild: true, first: 7 };

function small(): Recording {
  const recording = syntheticRecording(OPTIONS);
  const [window] = recording.windows;
  const snapshot = { ...window.snapshot, memory: [{ address: 4096, bytes: Uint8Array.of(1, 2, 3) }], shadow: [] };
  const mapped = [
    { segment: 2, address: 8192, size: 4096 },
    { segment: 2, address: 12288, size: 4096, offset: 8192 },
  ];
  const threads = [1, 4].map((thread) => ({ thread, frames: snapshot.frames }));
  const others = [5, 9].map((process) => ({ ...snapshot, process, threads, segments: mapped }));
  const segments = [{ segment: 7, bytes: Uint8Array.of(1, 2, 3) }];
  return {
    ...recording,
    sites: fewSites(recording),
    windows: [{ ...window, snapshot, others, segments, sites: fewSites(recording) }],
  };
}

const fewSites = ({ sites }: Recording): Recording['sites'] => ({
  code: sites.code.slice(0, 5),
  functionIndex: sites.functionIndex.slice(0, 5),
  frameBytes: Uint32Array.of(0, 16, 48),
  pendingSteps: Uint8Array.of(0, 1, 2, 3, 4),
});

const usedWords = ({ process, words, length }: Chunk): unknown => ({ process, words: [...words.subarray(0, length)] });

/** A recording as what it says, without how its arrays lie in memory. */
function contents(recording: Recording): unknown {
  return {
    ...recording,
    module: [...recording.module],
    survey: recording.survey.map(usedWords),
    windows: recording.windows.map((window) => ({ ...window, chunks: window.chunks.map(usedWords) })),
  };
}

function read(file: Uint8Array): ReadResult & { kind: 'read' } {
  const result = readRecording(file);
  if (result.kind !== 'read') throw new Error(JSON.stringify(result));
  return result;
}

describe('a recording file', () => {
  it.each([false, true])('gives back what was written (deflate: %s)', (deflate) => {
    const recording = small();
    const result = read(writeRecording(recording, { deflate }));
    expect(result.damage).toBeUndefined();
    expect(contents(result.recording)).toEqual(contents(recording));
    expect(recording.windows[0]!.chunks.length).toBeGreaterThan(3);
  });

  it('keeps what the checker was asked for', () => {
    for (const failing of [undefined, { kind: 'nth', n: 3 }, { kind: 'random', seed: 7 }] as const) {
      const checks = { ...DEFAULT_CHECKS, stopAfter: 2, ...(failing && { failing }) };
      const recording = small();
      const { meta } = read(writeRecording({ ...recording, meta: { ...recording.meta, checks } })).recording;
      expect(meta.checks).toEqual(checks);
    }
  });

  it("carries symbols, whose sites are then the recording's", () => {
    const line = (name: string, number: number): SymbolLine => ({
      ...{ function: name, file: number ? 'a.c' : '', line: number, column: 3, libc: !number },
    });
    const sources = [{ path: 'a.c', text: 'int main(void);' }];
    const symbols = {
      lines: [line('main', 4), line('f', 9), line('malloc+0x12', 0)],
      sites: [[], [1, 0], [2]],
      sources,
    };
    const { windows: _, ...recording } = small();
    const native = { ...recording, windows: [], sites: sitesOf(symbols), symbols };
    expect(read(writeRecording(native, { deflate: true })).recording).toMatchObject({ symbols, sites: native.sites });
    const first = { lines: symbols.lines.slice(0, 2), sites: symbols.sites.slice(0, 2), sources: [] };
    expect(withPart(withPart(NO_SYMBOLS, symbolPart(first))!, symbolPart(symbols, 2, 2))).toEqual(symbols);
    expect(withPart(first, { strings: [], lines: [], sites: [[2]], sources })).toBeUndefined();
    expect(withPart(first, { strings: ['x'], lines: [[0, 1, 0, 0, 0]], sites: [], sources })).toBeUndefined();
  });

  it('is read piece by piece while it is written', () => {
    const recording = small();
    const file = writeRecording({ ...recording, windows: [] }, { deflate: true });
    for (const size of [1, 7, 100, 5000, file.length]) {
      const stream = new RecordingStream();
      const survey: Chunk[] = [];
      for (let at = 0; at < file.length; at += size) {
        expect(stream.end).toBeUndefined();
        for (const part of stream.push(file.subarray(at, at + size)))
          if (part.kind === 'chunk') survey.push(part.chunk);
      }
      expect(stream.damage).toBeUndefined();
      expect(survey.map(usedWords)).toEqual(recording.survey.map(usedWords));
      expect([stream.meta, stream.end]).toEqual([recording.meta, recording.end]);
    }
    const damaged = file.slice();
    damaged[file.length - 20]! ^= 1;
    const stream = new RecordingStream();
    expect(stream.push(damaged.subarray(0, 400)).length + stream.push(damaged.subarray(400)).length).toBeGreaterThan(0);
    expect(stream.damage).toMatchObject({ reason: 'a section does not match its checksum' });
    expect(new RecordingStream().push(Uint8Array.of(1, 2, 3))).toEqual([]);
  });

  it('does not care where in a buffer it lies', () => {
    const file = writeRecording(small());
    for (const shift of [1, 2, 4]) {
      const moved = new Uint8Array(file.length + shift);
      moved.set(file, shift);
      expect(contents(read(moved.subarray(shift)).recording)).toEqual(contents(small()));
    }
  });

  it('can be written piece by piece, and read when the run was killed in between', () => {
    const { meta, module, sites, survey, windows, end } = small();
    const window = windows[0]!;
    const pieces = [
      writeStart(meta, module, sites),
      writeWindow(window),
      ...window.chunks.map((chunk) => writeWindowChunk(chunk)),
      ...survey.map((chunk) => writeChunk(chunk)),
      writeEnd(end),
    ];
    expect(contents(read(Buffer.concat(pieces)).recording)).toEqual(contents(small()));
    const killed = read(Buffer.concat(pieces.slice(0, 5)));
    expect(killed.recording.windows[0]!.chunks.map(usedWords)).toEqual(window.chunks.slice(0, 3).map(usedWords));
    expect(killed.recording.end.kind).toBe('killed');
    expect(killed.damage).toEqual({
      offset: Buffer.concat(pieces.slice(0, 5)).length,
      reason: expect.stringMatching(/ends before/),
    });
  });

  it('is refused if it is something else or of another version', () => {
    expect(readRecording(new TextEncoder().encode('not a recording'))).toMatchObject({ kind: 'refused', offset: 0 });
    expect(readRecording(new Uint8Array())).toMatchObject({ kind: 'refused', offset: 0 });
    const file = writeRecording(small());
    file[8] = 9;
    expect(readRecording(file)).toEqual({
      kind: 'refused',
      offset: 8,
      what: 'other-version',
      version: 9,
      readable: 6,
    });
  });
});

describe('a damaged recording file', () => {
  /** Chunks of what was read are the first ones of what was written, and the last may be cut. */
  function expectBeginning(result: ReadResult, whole: Recording): void {
    if (result.kind === 'refused') return;
    const { recording } = result;
    const wholeChunks = [...whole.survey, ...whole.windows[0]!.chunks].map(usedWords);
    const chunks = [...recording.survey, ...(recording.windows[0]?.chunks ?? [])].map(usedWords);
    expect(chunks).toEqual(wholeChunks.slice(0, chunks.length));
  }

  it.each([false, true])('cut off at any byte is read up to there or refused (deflate: %s)', (deflate) => {
    const whole = small();
    const file = writeRecording(whole, { deflate });
    let readable = 0;
    for (let length = 0; length < file.length; length++) {
      const result = readRecording(file.subarray(0, length));
      const offset = result.kind === 'refused' ? result.offset : result.damage!.offset;
      expect(offset).toBeLessThanOrEqual(length);
      expectBeginning(result, whole);
      if (result.kind === 'read') readable++;
    }
    expect(readable).toBeGreaterThan(file.length / 4);
  });

  it.each([false, true])(
    'with any bit flipped is never taken for whole (deflate: %s)',
    (deflate) => {
      const whole = small();
      const file = writeRecording(whole, { deflate });
      for (let bit = 0; bit < file.length * 8; bit++) {
        file[bit >> 3]! ^= 1 << (bit & 7);
        const result = readRecording(file);
        const offset = result.kind === 'refused' ? result.offset : result.damage?.offset;
        expect(offset).toBeLessThanOrEqual(bit >> 3);
        if (bit % 16 === 0) expectBeginning(result, whole);
        file[bit >> 3]! ^= 1 << (bit & 7);
      }
    },
    60_000,
  );

  it('with many bytes changed, even under right checksums, does not make the reader fail', () => {
    const random = seededRandom(1);
    const { meta, module, sites, windows } = small();
    const start = writeStart(meta, module, sites);
    const parts = [writeWindow(windows[0]!), ...windows[0]!.chunks.map((chunk) => writeWindowChunk(chunk))];
    const tags = Object.values(SectionTag);
    for (let round = 0; round < 3000; round++) {
      const part = parts[Math.floor(random() * 4)]!.slice(12);
      for (let change = 0; change < 4; change++) part[Math.floor(random() * part.length)] = Math.floor(random() * 256);
      const tag =
        random() < 0.8 ? new DataView(parts[round % 3 ? 2 : 0]!.buffer).getUint32(0, true) : tags[round % tags.length]!;
      const flag = random() < 0.1 ? 0x20000000 : 0;
      const result = readRecording(Buffer.concat([start, parts[0]!, encodeSection(tag | flag, [part])]));
      expect(result.kind).toBe('read');
    }
  });

  it('with a bad record inside a whole section is read up to that record', () => {
    const { meta, module, sites } = small();
    const start = writeStart(meta, module, sites);
    const words = Uint32Array.of(0, 8, 31, 0);
    const result = read(Buffer.concat([start, writeChunk({ process: 1, words, length: 4 })]));
    expect(result.recording.survey.map(usedWords)).toEqual([{ process: 1, words: [0, 8] }]);
    expect(result.damage).toEqual({ offset: start.length + 12 + 4 + 2 * 4, reason: 'no record of kind 31 exists' });
  });

  it('with a deflated section that claims to be huge is stopped there', () => {
    const { meta, module, sites } = small();
    const start = writeStart(meta, module, sites);
    const lie = encodeSection(SectionTag.chunk | 0x20000000, [Uint8Array.of(255, 255, 255, 255, 3, 0)]);
    expect(read(Buffer.concat([start, lie])).damage).toEqual({
      offset: start.length,
      reason: 'a section does not inflate',
    });
  });
});
