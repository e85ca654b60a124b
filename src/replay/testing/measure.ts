/** Measurements of replaying, for the benchmark: each function makes its own input and gives plain numbers. */
import type { RecordedWindow } from '../../trace/recording.ts';
import { openWindow, type WindowSurroundings } from '../replay.ts';
import { readSurvey } from '../read-survey.ts';
import { SyntheticSystem } from './synthetic-system.ts';
import { seededRandom, syntheticRecording, syntheticResolver } from './synthetic.ts';
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
