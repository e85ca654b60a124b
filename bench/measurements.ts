import { callSites } from './call-sites.ts';
import { compile } from './compile.ts';
import { firstPicture } from './first-picture.ts';
import type { Measurement } from './index.ts';
import { instrument } from './instrument.ts';
import { events, memory } from './memory.ts';
import { longRuns } from './native-report.ts';
import { pageSpeed } from './page-speed.ts';
import { pair } from './pair.ts';
import { runs, statements } from './run.ts';
import { traced } from './traced.ts';
import { hardSeek, processesSeek, seek } from './seek.ts';
import { system } from './system.ts';

/** The measurements behind the README's numbers; `npm run bench -- WORD...` holds those whose name contains a word. */
export const measurements: readonly Measurement[] = [
  ...runs,
  ...statements,
  pair,
  ...events,
  memory,
  ...seek,
  hardSeek,
  processesSeek,
  instrument,
  compile,
  callSites,
  ...system,
  ...pageSpeed,
  ...firstPicture,
  ...traced,
  ...longRuns,
];
