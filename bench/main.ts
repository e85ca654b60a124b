import { compile } from './compile.ts';
import { bench, type Measurement } from './index.ts';
import { runs, statements } from './run.ts';

/** The measurements behind the README's numbers; `npm run bench -- WORD...` holds those whose name contains a word. */
const measurements: readonly Measurement[] = [...runs, ...statements, compile];

await bench(measurements, process.argv.slice(2));
