/** Every limit ends a run with what was recorded so far; so does Stop. */
import { describe, expect, it } from 'vitest';
import type { Chunk } from '../trace/recording.ts';
import { compileProgram, findingsIn, inputsOf, outputOf, runWith, summaryOf } from './run-program.fixture.ts';
import { DEFAULT_LIMITS, keptChunk } from './request.ts';
import { runProgram } from './run.ts';

/** Allocates, frees twice, and never ends. */
const ENDLESS = `#include <stdio.h>
#include <stdlib.h>
volatile unsigned count;
int main(void) {
  puts("started");
  char *p = malloc(10);
  free(p);
  free(p);
  for (;;) {
    count++;
  }
}
`;

describe('limits', () => {
  it('of steps ends the run at that step', async () => {
    const wasm = await compileProgram(ENDLESS);
    const result = await runWith(wasm, { limits: { steps: 100_000 } });
    expect(result.end).toMatchObject({ kind: 'limit', reason: 'steps', limit: 100_000 });
    expect(result.end.steps).toBeGreaterThanOrEqual(100_000);
    // A loop looks at the counter now and then.
    expect(result.end.steps).toBeLessThan(310_000);
    expect(outputOf(result.survey)).toBe('started\n');
    expect(findingsIn(wasm, result).map(summaryOf)).toEqual(['double-free main:8']);
  });

  it('of steps ends the run at the same step each time', async () => {
    const wasm = await compileProgram(ENDLESS);
    const ends = [];
    for (let i = 0; i < 3; i++) ends.push((await runWith(wasm, { limits: { steps: 500_000 } })).end);
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

  it('of time ends a program that would run forever', async () => {
    const wasm = await compileProgram(ENDLESS);
    const result = await runWith(wasm, { limits: { seconds: 0.001 } });
    expect(result.end).toMatchObject({ kind: 'limit', reason: 'time', limit: 0.001 });
    expect(outputOf(result.survey)).toBe('started\n');
  });

  it('of output gives exactly as many bytes', async () => {
    const wasm = await compileProgram(`#include <stdio.h>
int main(void) {
  for (int i = 0;; i++)
    printf("line %d\\n", i);
}`);
    const result = await runWith(wasm, { limits: { outputBytes: 5000 } });
    expect(result.end).toMatchObject({ kind: 'limit', reason: 'output', limit: 5000 });
    const output = outputOf(result.survey);
    expect(output.length).toBeLessThanOrEqual(5000);
    expect(output.length).toBeGreaterThan(3000);
    expect(output.startsWith('line 0\nline 1\n')).toBe(true);
  });

  it("of the recording's size ends a run that allocates for ever", async () => {
    const wasm = await compileProgram(`#include <stdlib.h>
int main(void) {
  char *p = malloc(10);
  free(p);
  free(p);
  for (;;) free(malloc(20));
}`);
    const recordingBytes = 3 << 20;
    const result = await runWith(wasm, { limits: { recordingBytes } });
    expect(result.end).toMatchObject({ kind: 'limit', reason: 'memory', limit: recordingBytes });
    const recorded = result.survey.reduce((sum, { length }) => sum + length * 4, 0);
    expect(recorded).toBeGreaterThan(recordingBytes);
    // A ring is emptied before it can hold much.
    expect(recorded).toBeLessThan(2 * recordingBytes);
    expect(findingsIn(wasm, result).map(summaryOf)).toEqual(['double-free main:5']);
  });

  it('of memory makes malloc fail, which the program sees and the report says', async () => {
    const wasm = await compileProgram(`#include <stdio.h>
#include <stdlib.h>
#include <errno.h>
int main(void) {
  int got = 0;
  while (malloc(100000)) got++;
  printf("%d %d", got, errno == ENOMEM);
  void *small = malloc(8);
  return small == 0;
}`);
    const result = await runWith(wasm, { limits: { memoryBytes: 1 << 20 } });
    expect(result.end).toMatchObject({ kind: 'exit' });
    const [got, isNoMemory] = outputOf(result.survey).split(' ').map(Number);
    expect(got).toBeGreaterThanOrEqual(8);
    expect(got).toBeLessThanOrEqual(10);
    expect(isNoMemory).toBe(1);
    const found = findingsIn(wasm, result).filter(({ kind }) => kind === 'out-of-memory');
    expect(found.map(summaryOf)).toEqual(['out-of-memory main:6']);
  });
});

describe('endless loops of every shape come to an end', () => {
  const bodies: Record<string, string> = {
    empty: 'while (1);',
    'on one line': 'for (;;) count++;',
    'without calls': 'for (;;) {\n    count++;\n    count--;\n  }',
    'of calls to the allocator': 'for (;;)\n    free(malloc(10));',
    'of calls to the allocator on one line': 'for (;;) malloc(1000);',
    'of calls to string functions': 'for (;;)\n    if (strlen("a") > 1)\n      return 1;',
    'of calls to the program': 'for (;;) own();',
    'made of goto': 'again: goto again;',
  };
  for (const [name, body] of Object.entries(bodies))
    it(name, async () => {
      const wasm = await compileProgram(`#include <stdlib.h>
#include <string.h>
volatile int count;
static void own(void) {}
int main(void) {
  ${body}
}
`);
      const limits = { steps: 50_000, memoryBytes: 1 << 22 };
      const first = (await runWith(wasm, { limits })).end;
      expect(first).toMatchObject({ kind: 'limit', reason: 'steps' });
      expect((await runWith(wasm.slice(), { limits })).end).toEqual(first);
    });
});

describe('Stop', () => {
  it('keeps what was recorded up to then', async () => {
    const wasm = await compileProgram(ENDLESS);
    const chunks: Chunk[] = [];
    let calls = 0;
    const request = { wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS };
    const result = await runProgram(request, {
      chunk: (chunk) => void chunks.push(keptChunk(chunk)),
      progress: () => ++calls < 3,
    });
    expect(calls).toBe(3);
    expect(result.end).toMatchObject({ kind: 'killed', reason: 'stopped' });
    expect(result.end.steps).toBeGreaterThan(0);
    expect(outputOf(chunks)).toBe('started\n');
    expect(findingsIn(wasm, { ...result, survey: chunks }).map(summaryOf)).toEqual(['double-free main:8']);
  });

  it('works in a window run, before the window and within it', async () => {
    const wasm = await compileProgram(ENDLESS);
    for (const window of [
      { first: 1e9, end: 1e9 + 10 },
      { first: 10, end: 1e9 },
    ]) {
      const request = { wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS, window };
      let calls = 0;
      const { end } = await runProgram(request, { chunk: () => undefined, progress: () => ++calls < 2 });
      expect(end).toMatchObject({ kind: 'killed', reason: 'stopped' });
    }
  });
});
