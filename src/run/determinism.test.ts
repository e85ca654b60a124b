/** A run is a pure function of the program and its inputs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compileProgram, inputsOf, outputOf, recordsOf, runWith, wordsOf, type Given } from './run-program.fixture.ts';
import { DEFAULT_LIMITS, keptChunk } from './request.ts';
import { runProgram } from './run.ts';
import type { DecodedRecord } from '../trace/decode-records.fixture.ts';
import type { Chunk, SiteTable } from '../trace/recording.ts';

/** Everything a program can ask the world for, and enough steps and records for several ticks and drains. */
const WORLDLY = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
static unsigned next(unsigned sum, char byte) { return sum * 1664525 + 1013904223 + byte; }
int main(int argc, char **argv) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  unsigned random;
  getentropy(&random, sizeof random);
  printf("%s %s %lld.%09ld %u\\n", argv[argc - 1], getenv("NAME"), (long long)now.tv_sec, now.tv_nsec, random);
  char line[80], *kept[100] = {0};
  int lines = 0;
  while (fgets(line, sizeof line, stdin)) kept[lines++] = strdup(line);
  FILE *in = fopen("in.txt", "r");
  if (in) while (fgets(line, sizeof line, in)) printf("file: %s", line);
  if (in) fclose(in);
  FILE *out = fopen("out.txt", "w");
  fprintf(out, "%d lines, %u\\n", lines, random % 10);
  fclose(out);
  unsigned sum = random;
  for (int i = 0; i < 60000; i++) {
    char *p = malloc(16 + sum % 100);
    p[sum % 16] = i;
    sum = next(sum, p[sum % 16]);
    if (i % 100) free(p);
  }
  usleep(1500);
  clock_gettime(CLOCK_MONOTONIC, &now);
  fprintf(stderr, "%u %ld\\n", sum, now.tv_nsec);
  return lines ? kept[0][0] : 1;
}
`;

const GIVEN: Given = {
  arguments: ['worldly', 'last'],
  environment: { NAME: 'value' },
  stdin: 'one\ntwo\nthree\n',
  files: { 'in.txt': new TextEncoder().encode('first\nsecond\n') },
  seed: 7,
  clockStart: 1_700_000_000_123_456_789n,
};

let wasm: Uint8Array;
beforeAll(async () => {
  wasm = await compileProgram(WORLDLY);
});

describe('equal requests', () => {
  it('give equal surveys, word for word, and equal files', async () => {
    const [first, second] = [await runWith(wasm, GIVEN), await runWith(wasm.slice(), GIVEN)];
    const [words, again] = [wordsOf(first.survey), wordsOf(second.survey)];
    expect(words.length).toBeGreaterThan(600_000);
    expect(words.findIndex((word, i) => word !== again[i])).toBe(-1);
    expect(again.length).toBe(words.length);
    expect(second.end).toEqual(first.end);
    expect(second.files).toEqual(first.files);
    expect(Buffer.from(first.files['out.txt']!).toString()).toMatch(/^3 lines, \d\n$/);
    expect(outputOf(first.survey)).toMatch(/^last value 1700000000.123\d+ \d+\nfile: first\nfile: second\n$/);
    expect(first.end).toMatchObject({ kind: 'exit', code: 'o'.charCodeAt(0) });
  });

  it('give the same to a listener, chunk by chunk', async () => {
    const chunks: Chunk[] = [];
    const request = { wasm, inputs: inputsOf(GIVEN), limits: DEFAULT_LIMITS };
    const listened = await runProgram(request, {
      chunk: (chunk) => void chunks.push(keptChunk(chunk)),
      progress: () => true,
    });
    const { survey } = await runWith(wasm, GIVEN);
    expect(listened.survey).toEqual([]);
    expect(chunks.length).toBeGreaterThan(1);
    expect(Buffer.compare(bytesOf(wordsOf(chunks)), bytesOf(wordsOf(survey)))).toBe(0);
  });

  it('count the same steps however often the host looks', async () => {
    const { end } = await runWith(wasm, GIVEN);
    const steps: number[] = [];
    const request = { wasm, inputs: inputsOf(GIVEN), limits: DEFAULT_LIMITS };
    const listened = await runProgram(request, { progress: (step) => steps.push(step) > 0 });
    expect(listened.end.steps).toBe(end.steps);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(steps.at(-1)).toBeLessThanOrEqual(end.steps);
  });
});

const bytesOf = (words: Uint32Array): Uint8Array => new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

describe('each input', () => {
  const changes: Record<string, Given> = {
    seed: { seed: 8 },
    'clock start': { clockStart: 5n },
    'standard input': { stdin: 'one\n' },
    arguments: { arguments: ['worldly', 'other'] },
    environment: { environment: { NAME: 'other' } },
    files: { files: {} },
  };
  for (const [name, change] of Object.entries(changes))
    it(`is seen by the program: ${name}`, async () => {
      const [before, after] = [await runWith(wasm, GIVEN), await runWith(wasm, { ...GIVEN, ...change })];
      expect(Buffer.compare(bytesOf(wordsOf(before.survey)), bytesOf(wordsOf(after.survey)))).not.toBe(0);
    });
});

describe('a window of the whole run', () => {
  /** The records both densities have, with code offsets for sites: each density numbers its own. */
  function shared(chunks: readonly Chunk[], { code }: SiteTable): DecodedRecord[] {
    const kept: DecodedRecord[] = [];
    for (const record of recordsOf(chunks)) {
      if (record.kind === 'stack') kept.push({ ...record, callSite: code[record.callSite]! });
      else if (record.kind === 'finding') kept.push({ ...record, site: code[record.site]! });
      else if (['allocate', 'free', 'output', 'input', 'systemCall'].includes(record.kind)) kept.push(record);
    }
    return kept;
  }

  it('has the same allocations, findings, output and input at the same steps as the survey', async () => {
    const small = await compileProgram(`#include <stdio.h>
#include <stdlib.h>
int main(void) {
  int n, *numbers = malloc(5 * sizeof *numbers), count = 0;
  while (count < 5 && scanf("%d", &n) == 1) numbers[count++] = n;
  numbers[count] = 0;
  for (int i = 0; i < count; i++) printf("%d\\n", numbers[i] * 2);
  free(numbers);
  free(numbers);
  return count;
}`);
    const given = { stdin: '3 1 4 1 5 9' };
    const survey = await runWith(small, given);
    const window = await runProgram({
      ...{ wasm: small, inputs: inputsOf(given), limits: DEFAULT_LIMITS },
      window: { first: 0, end: survey.end.steps + 1 },
    });
    expect(window.end).toMatchObject({ kind: 'exit', code: 5, steps: survey.end.steps });
    const records = shared(survey.survey, survey.sites);
    expect(records.filter(({ kind }) => kind === 'finding').length).toBeGreaterThanOrEqual(2);
    expect(shared(window.window!.chunks, window.sites)).toEqual(records);
    const statements = recordsOf(window.window!.chunks).filter(({ kind }) => kind === 'step');
    expect(statements.length).toBe(survey.end.steps);
  });
});
