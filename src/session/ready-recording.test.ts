import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testCompiler } from '../compile/testing.node.ts';
import { writeRecording } from '../trace/write-recording.ts';
import { analyseRecording } from './analyse-recording.ts';
import { makeReady, packReady } from './make-ready.ts';
import { ProgramAnalyst } from './program-analyst.ts';
import { openReady, readyStepReader, unpackReady } from './ready-recording.ts';
import { recordProgram } from './record-program.ts';
import type { Recorded } from './recorded.ts';

/** What a reader may see of it. */
function seen({ window, findings, lost, lives, debug, steps, survey, leaked }: Recorded): unknown {
  const moments = Array.from({ length: window!.end }, (_, step) => {
    const moment = window!.seek(step);
    const { frames, events } = moment;
    return { frames: frames.map(({ name, at }) => [name, at]), blocks: moment.blocks(), events };
  });
  const outputs = survey.outputs.map(({ bytes }) => [...bytes]);
  return { findings, lost: [...lost], lives: [...lives], debug, steps, outputs, leaked, moments };
}

/** Each step's reads as text. */
function readsOf({ window }: Recorded): string[][] {
  return Array.from({ length: window!.end }, (_, step) =>
    (window!.seek(step).reads ?? []).map(({ address, size }) => `${address}+${size}`),
  );
}

// With how many steps enter the library's code, which isn't kept: what that reads is told by the whole recording alone.
it.each([
  ['use-after-free.c', 2],
  ['mmap-letters.c', 26],
  ['sort-strings.c', 9],
  ['uninitialised.c', 1],
  ['use-after-scope.c', 3],
])(
  'shows %s as the recording does, at a fraction of its size, but for %i steps',
  async (name, entering) => {
    const compiler = await testCompiler();
    const files = [{ path: name, text: readFileSync(`examples/${name}`, 'utf8') }];
    const made = await recordProgram(compiler, { files, flags: [], arguments: [], stdin: '', environment: {} });
    if (made.kind !== 'recorded') throw new Error(made.kind);
    const whole = await analyseRecording(new ProgramAnalyst(), made.recording);
    const packed = packReady(makeReady(made.recording, whole));
    const ready = await unpackReady(new Blob([packed as Uint8Array<ArrayBuffer>]).stream());
    expect(ready.meta).toEqual(made.recording.meta);
    const opened = await openReady(ready, await readyStepReader(ready));
    expect(seen(opened)).toEqual(seen(whole));
    const all = readsOf(whole);
    const differing = readsOf(opened).filter((reads, step) => {
      expect(all[step]).toEqual(expect.arrayContaining(reads));
      return reads.join() !== all[step]!.join();
    });
    expect(differing).toHaveLength(entering);
    expect(packed.length).toBeLessThan(writeRecording(made.recording, { deflate: true }).length / 1.5);
  },
  60_000,
);

it('refuses what is damaged', async () => {
  await expect(unpackReady(new Blob(['HEAPSCPE']).stream())).rejects.toThrow();
});
