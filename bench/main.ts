import { compile } from './compile.ts';
import { bench, type Measurement } from './index.ts';

/** The measurements behind the README's numbers; `npm run bench -- WORD...` holds those whose name contains a word. */
const measurements: readonly Measurement[] = [compile];

await bench(measurements, process.argv.slice(2));
