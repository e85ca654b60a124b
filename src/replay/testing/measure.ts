/** Measurements of reading and replaying, for the benchmark: each function makes its own input and gives plain numbers. */
import { RecordBuilder } from '../../trace/record-builder.ts';
import { readRecording } from '../../trace/read-recording.ts';
import type { Chunk, RecordedWindow } from '../../trace/recording.ts';
import { writeRecording } from '../../trace/write-recording.ts';
import { openWindow, type WindowSurroundings } from '../replay.ts';
import { readSurvey, SurveyReader } from '../read-survey.ts';
import { SyntheticSystem } from './synthetic-system.ts';
import { seededRandom, syntheticRecording, syntheticResolver, syntheticSites } from './synthetic.ts';
import { valueOf } from '../find-value.ts';
import { writeTo } from '../find-write.ts';

export interface SeekMeasurement {
  readonly statements: number;
  readonly bytesPerStatement: number;
  readonly openMilliseconds: number;
  /** Going to a random position and reading the stack, the blocks and 4 KB of memory there. */
  readonly seek: Spread;
  readonly stepForward: Spread;
  readonly stepBack: Spread;
  readonly findWrite: Spread;
  /** A value that is nowhere, of a place that is written all the time: through all of the window. */
  readonly findValue: Spread;
}

export interface Spread {
  readonly medianMilliseconds: number;
  readonly worstMilliseconds: number;
}

/**
 * A made-up window of so many statements at about 45 bytes each, the hard case: a fifth of its stores go anywhere in 4 MB, so
 * that keyframes hold most of it, and thousands of blocks are live.
 */
export function measureSeek(statements = 1_000_000): SeekMeasurement {
  const recording = syntheticRecording({
    seed: 1,
    steps: statements,
    limit: 2 ** 22,
    chunkWords: 2 ** 18,
    wild: false,
    stores: 6,
  });
  const survey = readSurvey(recording, syntheticResolver);
  return measureWindow(recording.windows[0], { sites: recording.sites, survey, resolver: syntheticResolver });
}

/** A made-up window of so many processes that share memory and take turns: after every seventh statement another goes on. */
export function measureSeekOfProcesses(statements = 1_000_000, processes = 3): SeekMeasurement {
  const options = {
    seed: 1,
    steps: statements,
    chunkWords: 2 ** 18,
    most: processes,
    turmoil: 0.002,
    isWanted: () => false,
  };
  const recording = new SyntheticSystem(options).run();
  const survey = readSurvey(recording, syntheticResolver);
  return measureWindow(recording.windows[0], { sites: recording.sites, survey, resolver: syntheticResolver });
}

/** The same for any window, such as a real run's. */
export function measureWindow(window: RecordedWindow, surroundings: WindowSurroundings): SeekMeasurement {
  const start = performance.now();
  const replay = openWindow(window, surroundings);
  const openMilliseconds = performance.now() - start;
  const { stackHigh } = window.snapshot.layout;
  const random = seededRandom(2);
  const visit = (step: number): void => {
    const moment = replay.seek(step);
    const looked = [moment.frames, moment.blocks(), moment.events, moment.bytes(stackHigh - 4096, 4096)];
    if (looked.every(({ length }) => length === 0)) throw new Error('nothing there');
  };
  const statements = replay.end - replay.first;
  const anywhere = (): number => replay.first + Math.floor(random() * (statements + 1));
  const [middle, late] = [0.5, 0.9].map((part) => replay.first + Math.floor(statements * part)) as [number, number];
  for (let warm = 0; warm < 20; warm++) visit(anywhere());
  return {
    statements,
    bytesPerStatement: window.chunks.reduce((sum, chunk) => sum + chunk.length * 4, 0) / statements,
    openMilliseconds,
    seek: spread(300, () => visit(anywhere())),
    stepForward: spread(Math.min(300, statements - statements / 2), (turn) => visit(middle + turn)),
    stepBack: spread(Math.min(100, statements / 2), (turn) => visit(late - turn)),
    findWrite: spread(20, (turn) =>
      replay.find(anywhere(), turn % 2 ? 1 : -1, writeTo({ address: stackHigh - 8 * turn, size: 4 })),
    ),
    findValue: spread(6, (turn) => {
      const from = turn % 2 ? replay.first : replay.end;
      const address = stackHigh - 64 - 8 * turn;
      const now = replay.seek(from).bytes(address, 4);
      return replay.find(from, turn % 2 ? 1 : -1, valueOf({ address, wanted: Uint8Array.of(1, 2, 3, 251), now }));
    }),
  };
}

function spread(turns: number, run: (turn: number) => unknown): Spread {
  const times = Array.from({ length: Math.max(1, Math.floor(turns)) }, (_, turn) => {
    const start = performance.now();
    run(turn);
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return { medianMilliseconds: times[times.length >> 1]!, worstMilliseconds: times.at(-1)! };
}

export interface SurveyMeasurement {
  readonly events: number;
  readonly recordBytes: number;
  readonly readMilliseconds: number;
  readonly liveAtMilliseconds: number;
}

/** Reads so many allocation events; `keepLive`: nothing is ever freed, the largest case in memory. */
export function measureSurvey(events = 10_000_000, keepLive = false): SurveyMeasurement {
  const chunks = allocationChunks(events, keepLive);
  const start = performance.now();
  const reader = new SurveyReader(syntheticSites(), syntheticResolver);
  for (const chunk of chunks) reader.add(chunk);
  const survey = reader.survey();
  const readMilliseconds = performance.now() - start;
  if (survey.allocations.events.length !== events) throw new Error(`only ${survey.allocations.events.length} events`);
  const liveStart = performance.now();
  survey.liveAt(survey.steps / 2);
  return {
    events,
    recordBytes: chunks.reduce((sum, chunk) => sum + chunk.words.byteLength, 0),
    readMilliseconds,
    liveAtMilliseconds: performance.now() - liveStart,
  };
}

function allocationChunks(events: number, keepLive: boolean): readonly Chunk[] {
  const builder = new RecordBuilder(2 ** 18);
  builder.stack(11, 0);
  for (let event = 0, id = 1; event < events; event++) {
    if (keepLive || event % 2 === 0) builder.allocate(0, id, 65536 + ((id * 48) % 2 ** 28), 24, 1, event);
    else builder.free(8, id, 65536 + ((id * 48) % 2 ** 28), 1, event);
    if (keepLive || event % 2 === 1) id++;
  }
  return builder.chunks();
}

export interface FileMeasurement {
  readonly bytes: number;
  readonly deflatedBytes: number;
  readonly writeMilliseconds: number;
  readonly readMilliseconds: number;
  readonly deflateMilliseconds: number;
  readonly inflateMilliseconds: number;
}

/** Writes and reads the file of a window of so many statements. */
export function measureFile(statements = 1_000_000): FileMeasurement {
  const recording = syntheticRecording({
    seed: 1,
    steps: statements,
    limit: 2 ** 22,
    chunkWords: 2 ** 18,
    wild: false,
    stores: 6,
  });
  const timed = <T>(run: () => T): [T, number] => {
    const start = performance.now();
    const result = run();
    return [result, performance.now() - start];
  };
  const [file, writeMilliseconds] = timed(() => writeRecording(recording));
  const [deflated, deflateMilliseconds] = timed(() => writeRecording(recording, { deflate: true }));
  const [, readMilliseconds] = timed(() => readRecording(file));
  const [, inflateMilliseconds] = timed(() => readRecording(deflated));
  return {
    bytes: file.length,
    deflatedBytes: deflated.length,
    writeMilliseconds,
    readMilliseconds,
    deflateMilliseconds,
    inflateMilliseconds,
  };
}
