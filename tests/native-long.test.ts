/** Recordings of native programs that are too long for the page to hold: they are read in parts. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { completeRecording } from '../src/cli/native/complete-recording.ts';
import { liveAt } from '../src/replay/allocations.ts';
import { readSurvey } from '../src/replay/read-survey.ts';
import { resolverOf } from '../src/replay/program-resolver.ts';
import { unpackSummary } from '../src/replay/stretches/run-summary.ts';
import { LongRecording } from '../src/session/long-recording.ts';
import { GrowingRecording } from '../src/session/growing-recording.ts';
import { sourceOf } from '../src/session/open-recording.ts';
import { readThrough } from '../src/session/read-through.ts';
import { readBeginning, readEnding } from '../src/trace/read-parts.ts';
import { readRecording } from '../src/trace/read-recording.ts';
import { heapscope, source, WORK } from './heapscope-command.ts';
import { spawnSync } from './bounded-spawn.ts';

const hasCompiler = process.platform === 'linux' && spawnSync('gcc', ['--version']).status === 0;
const why = hasCompiler ? '' : ' (skipped: it needs Linux with gcc)';

/** 2.4 million events, some blocks of which live long, and a double free in the middle that is left out. */
const LONG = `
#include <stdlib.h>
static char *kept[1000];
static void churn(int n) { for (int i = 0; i < n; i++) free(malloc(16 + i % 90)); }
int main(void) {
  for (int turn = 0; turn < 1200; turn++) {
    churn(990);
    for (int i = 0; i < 10; i++) {
      char **at = &kept[(turn * 10 + i) % 1000];
      free(*at);
      *at = malloc(100 + i);
    }
    if (turn == 600) { char *twice = malloc(77); free(twice); free(twice); }
  }
  return 0;
}
`;

describe.skipIf(!hasCompiler)(`a long recording${why}`, () => {
  it('is read in parts, each as it is in the whole', async () => {
    source('long.c', LONG);
    expect(spawnSync('gcc', ['-w', '-g', '-o', 'long', 'long.c'], { cwd: WORK }).status).toBe(0);
    expect(heapscope(['native', '--continue', '--record', 'long.rec', '--', './long']).code).toBe(0);
    const bytes = new Uint8Array(readFileSync(path.join(WORK, 'long.rec')));

    const read = readRecording(bytes);
    if (read.kind !== 'read') throw new Error(JSON.stringify(read));
    expect(read).not.toHaveProperty('damage');
    const whole = readSurvey(read.recording, resolverOf(read.recording));
    expect(whole.allocations.count).toBe(1_200_001);

    const long = await LongRecording.open(sourceOf(bytes), readBeginning(bytes)!);
    if (typeof long === 'string') throw new Error(long);
    expect(long.meta.sources.map(({ path: file }) => file)).toEqual(['long.c']);
    const parts = new Set<number>();
    for (const step of [0, 1, long.steps / 2, long.steps - 1000, long.steps].map(Math.round)) {
      const { survey, window, findings, steps } = await long.around(step);
      const { first, end, numberOf } = survey.part!;
      parts.add(first);
      expect(steps).toBe(whole.steps);
      expect([first <= step, step <= end, end - first < 1_500_000]).toEqual([true, true, true]);
      expect(liveAt(survey.allocations, step).map(numberOf)).toEqual(liveAt(whole.allocations, step));
      expect(window!.seek(step).blocks().length).toBeGreaterThanOrEqual(liveAt(whole.allocations, step).length);
      const [twice] = findings;
      expect(twice).toMatchObject({ kind: 'double-free', block: { size: 77, where: 'inside' } });
      expect(twice?.stack[0]).toMatchObject({ function: 'main', file: 'long.c' });
      if (twice?.kind === 'double-free') expect(twice.freed?.step).toBe(twice.step - 1);
    }
    expect(parts.size).toBe(3);
  });

  it('that was cut off gets a summary of what there is, and is read in parts as well', async () => {
    const [cut, copy] = ['cut.rec', 'copy.rec'].map((name) => path.join(WORK, name)) as [string, string];
    const all = readFileSync(path.join(WORK, 'long.rec'));
    writeFileSync(cut, all.subarray(0, Math.floor(readBeginning(all)!.summary * 0.7)));
    const whole = readRecording(new Uint8Array(readFileSync(cut)));
    if (whole.kind !== 'read') throw new Error(JSON.stringify(whole));
    const { allocations } = readSurvey(whole.recording, resolverOf(whole.recording));
    expect(await completeRecording(cut, copy)).toBe(false); // it is short enough for the page
    expect(await completeRecording(cut, copy, 0)).toBe(true);
    const bytes = new Uint8Array(readFileSync(copy));
    const long = await LongRecording.open(sourceOf(bytes), readBeginning(bytes)!);
    if (typeof long === 'string') throw new Error(long);
    expect(long.end).toMatchObject({ kind: 'killed', reason: 'the recording is incomplete' });
    const { survey } = await long.around(long.steps);
    expect(survey.part!.whole.totals.count).toBe(allocations.count);
    expect(liveAt(survey.allocations, long.steps).map(survey.part!.numberOf)).toEqual(liveAt(allocations, long.steps));
  });

  it('is shown in parts while it is written: each part as it is in the whole', async () => {
    const bytes = new Uint8Array(readFileSync(path.join(WORK, 'long.rec')));
    const read = readRecording(bytes);
    if (read.kind !== 'read') throw new Error(JSON.stringify(read));
    const whole = readSurvey(read.recording, resolverOf(read.recording));
    const { meta } = read.recording;
    const running = { kind: 'killed', reason: 'it still runs', steps: 0 } as const;
    const growing = new GrowingRecording();
    let long: LongRecording | undefined;
    for (let at = 0, looks = 1; at < bytes.length; at += 70_000) {
      growing.push(bytes.subarray(at, at + 70_000));
      if (at < (bytes.length * looks) / 3) continue;
      looks += 1;
      if (long) long.grow(growing.known(running));
      else long = new LongRecording(sourceOf(bytes).read, meta, growing.known(running));
      for (const step of [Math.round(long.steps / 2), long.steps]) {
        const { survey, steps } = await long.around(step);
        expect(steps).toBe(long.steps);
        expect(liveAt(survey.allocations, step).map(survey.part!.numberOf)).toEqual(liveAt(whole.allocations, step));
      }
    }
    expect(growing.stretches).toBe(3);
    // What the launcher wrote at the end says the same.
    const from = readBeginning(bytes)!.summary;
    const ending = readEnding(bytes.subarray(from), from);
    if ('reason' in ending) throw new Error(ending.reason);
    const { end, symbols, summary } = growing.known(running);
    expect([end, symbols]).toEqual([ending.end, ending.symbols]);
    expect({ ...summary, end: from }).toEqual(unpackSummary(ending.summary));
  });

  it('that was cut off is gone through by the page, until it is given up', async () => {
    const all = new Uint8Array(readFileSync(path.join(WORK, 'long.rec')));
    const cut = all.subarray(0, Math.floor(readBeginning(all)!.summary * 0.7));
    const shares: number[] = [];
    const through = await readThrough(sourceOf(cut), (share) => shares.push(share) > 0);
    if (!through) throw new Error('given up');
    expect([shares[0], shares.every((share, at) => share >= (shares[at - 1] ?? 0)), shares.at(-1)! > 0.8]).toEqual([
      ...[0, true, true],
    ]);
    expect(through.damage).toMatchObject({ reason: 'the file ends before the recording does' });
    const whole = readRecording(cut);
    if (whole.kind !== 'read') throw new Error(JSON.stringify(whole));
    const { allocations } = readSurvey(whole.recording, resolverOf(whole.recording));
    const { recording } = through;
    const { survey } = await recording.around(recording.steps);
    expect(survey.part!.whole.totals.count).toBe(allocations.count);
    expect(liveAt(survey.allocations, recording.steps).map(survey.part!.numberOf)).toEqual(
      liveAt(allocations, recording.steps),
    );
    expect(await readThrough(sourceOf(cut), (share) => share < 0.3)).toBeUndefined();
  });

  it('is opened as a whole where its summary is damaged', async () => {
    const bytes = new Uint8Array(readFileSync(path.join(WORK, 'long.rec')));
    const beginning = readBeginning(bytes)!;
    bytes[beginning.summary + 200]! ^= 1;
    expect(await LongRecording.open(sourceOf(bytes), beginning)).toMatch(/checksum/);
  });
});
