import { ALONE } from './alone.ts';

// A process that measures its own memory must not load what it doesn't need.
const [first, ...rest] = process.argv.slice(2);
if (first === ALONE) {
  const { answerAlone } = await import('./answer.ts');
  await answerAlone(rest[0]!);
} else {
  const [{ bench }, { measurements }] = await Promise.all([import('./index.ts'), import('./measurements.ts')]);
  await bench(measurements, process.argv.slice(2));
}
