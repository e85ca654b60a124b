/** Real programs: compiled, run and replayed. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../compile/compiler.ts';
import { linked, sources, testCompiler } from '../compile/testing.node.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { requestOf } from '../run/run-program.fixture.ts';
import { runProgram } from '../run/run.ts';
import { decodeRecords } from '../trace/decode-records.fixture.ts';
import { readRecording } from '../trace/read-recording.ts';
import type { RecordedWindow, Recording } from '../trace/recording.ts';
import { writeRecording } from '../trace/write-recording.ts';
import { resolveFindings } from './resolve-findings.ts';
import { createResolver } from './program-resolver.ts';
import { openWindow } from './replay.ts';
import { readSurvey } from './read-survey.ts';
import type { RunSurvey } from './run-survey.ts';
import type { Moment, Replay } from './timeline.ts';

const LIST = `#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct node { struct node *next; char name[12]; };
static struct node *push(struct node *head, const char *name) {
  struct node *made = malloc(sizeof *made);
  made->next = head;
  strcpy(made->name, name);
  return made;
}
static int by_value(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
int main(void) {
  int numbers[] = {5, 3, 9, 1};
  struct node *head = NULL;
  for (int i = 0; i < 3; i++) {
    char text[12];
    snprintf(text, sizeof text, "node %d", i);
    head = push(head, text);
  }
  qsort(numbers, 4, sizeof *numbers, by_value);
  int *grown = calloc(2, sizeof(int));
  grown = realloc(grown, 400);
  memset(grown + 2, 1, 100);
  free(head->next->next);
  head->next->next = NULL;
  printf("%s %d\\n", head->name, numbers[0]);
  free(grown);
  head = NULL;
  return 0;
}
`;

let compiler: LocalCompiler;
let program: { wasm: Uint8Array; survey: RunSurvey; recording: Recording };

const GIVEN = { arguments: ['list'] };

async function runWindow(first: number, end: number): Promise<RecordedWindow> {
  const { window, sites } = await runProgram(requestOf(program.wasm, GIVEN, { first, end }));
  return { ...window!, sites };
}

function open(window: RecordedWindow): Replay {
  const { wasm, recording, survey } = program;
  return openWindow(window, { sites: recording.sites, survey, resolver: createResolver(wasm, readDebugInfo(wasm)) });
}

beforeAll(async () => {
  compiler = await testCompiler();
  const wasm = linked(compiler.compile({ files: sources({ 'list.c': LIST }), flags: [] }));
  const result = await runProgram(requestOf(wasm, GIVEN));
  if (result.end.kind === 'needs-input') throw new Error('the program wants input');
  const recording: Recording = {
    meta: {
      origin: 'wasm',
      program: 'list',
      arguments: [],
      environment: {},
      flags: [],
      seed: 1,
      sources: [{ path: 'list.c', text: LIST }],
      recordedAt: '2026-01-01T00:00:00Z',
    },
    module: wasm,
    sites: result.sites,
    survey: result.survey,
    windows: [],
    end: result.end,
  };
  program = { wasm, recording, survey: readSurvey(recording, createResolver(wasm, readDebugInfo(wasm))) };
}, 60_000);

const places = (moment: Moment): string[] => moment.frames.map(({ name, at }) => `${name} ${at.file}:${at.line}`);
const lineOf = (text: string): number => LIST.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('a real run', () => {
  it('has a survey whose blocks and leaks name their lines', () => {
    const { survey } = program;
    expect(survey.contradictions).toBe(0);
    expect(survey.outputs.map(({ bytes }) => new TextDecoder().decode(bytes)).join('')).toBe('node 2 1\n');
    const leaks = resolveFindings(survey).map(
      (finding) =>
        finding.kind === 'leak' && [finding.leak, finding.bytes, finding.stack[0]!.function, finding.stack[0]!.line],
    );
    expect(leaks).toEqual([
      ['definitely-lost', 16, 'push', lineOf('malloc(sizeof')],
      ['indirectly-lost', 16, 'push', lineOf('malloc(sizeof')],
    ]);
    const frames = survey.stackLines(survey.allocations.stack[1]!).filter(({ libc }) => !libc);
    expect(frames.map(({ function: name, line }) => [name, line])).toEqual([
      ['push', lineOf('malloc(sizeof')],
      ['main', lineOf('head = push')],
    ]);
  });

  it('is replayed to the same memory that another run has at that step', async () => {
    const { survey } = program;
    const whole = await runWindow(0, survey.steps + 1);
    const replay = open(whole);
    expect(replay.end).toBe(survey.steps);
    for (let step = 1; step < replay.end; step += 4) {
      const window = await runWindow(step, step + 1);
      // The other run's snapshot may be from within the statement before: its few records are replayed too.
      const other = open(window).seek(window.first);
      const moment = replay.seek(window.first);
      const top = window.snapshot.memory.reduce(
        (most, { address, bytes }) => Math.max(most, address + bytes.length),
        0,
      );
      const [mine, theirs] = [moment.bytes(0, top), other.bytes(0, top)];
      expect(mine.findIndex((byte, at) => byte !== theirs[at])).toBe(-1);
      expect(places(moment)).toEqual(places(other));
    }
  }, 60_000);

  it('shows frames, libc between them, and blocks', async () => {
    const replay = open(await runWindow(0, program.survey.steps + 1));
    const steps = Array.from({ length: replay.end }, (_, step) => step);
    const compare = steps.find((step) => replay.statementAt(step).function === 'by_value')!;
    const names = places(replay.seek(compare)).filter((place) => !/^_start|^__/.test(place));
    expect(names[0]).toBe(`main list.c:${lineOf('qsort(')}`);
    expect(names[1]).toMatch(/^qsort/);
    expect(names.at(-1)).toBe(`by_value list.c:${lineOf('by_value(const')}`);
    const freed = replay.find(0, 1, { kind: 'line', at: [{ file: 'list.c', line: lineOf('next->next = NULL') }] })!;
    const blocks = replay.seek(freed).blocks();
    expect(blocks.map(({ size, state }) => [size, state])).toEqual([
      [16, 'freed'],
      [16, 'live'],
      [16, 'live'],
      [8, 'freed'],
      [400, 'live'],
    ]);
  });

  it('has the shadow that the other run has, of blocks and live frames', async () => {
    const replay = open(await runWindow(0, program.survey.steps + 1));
    const different: string[] = [];
    for (let step = 1; step < replay.end; step += 5) {
      const window = await runWindow(step, step + 1);
      const other = open(window).seek(window.first);
      const moment = replay.seek(window.first);
      for (const { address, size, id } of moment.blocks()) {
        const [mine, theirs] = [moment.shadow(address - 16, size + 16), other.shadow(address - 16, size + 16)];
        const at = mine.findIndex((state, index) => state !== theirs[index]);
        if (at >= 0) different.push(`step ${step} block ${id}+${at - 16}: ${mine[at]} ${theirs[at]}`);
      }
    }
    expect(different).toEqual([]);
  }, 60_000);

  it('tells of library functions that only read or compute by one record each, and of those called through pointers as of others', async () => {
    const text = `#include <ctype.h>
#include <string.h>
static int (*volatile lower)(int) = tolower;
static char text[] = "abc";
int main(void) {
  return toupper('a') + (int)strlen(text) + lower('B');
}`;
    const wasm = linked(compiler.compile({ files: sources({ 'a.c': text }), flags: [] }));
    const { window, sites } = await runProgram(requestOf(wasm, {}, { first: 0, end: 100 }));
    const resolver = createResolver(wasm, readDebugInfo(wasm));
    const named = window!.chunks
      .flatMap(({ words, length }) => decodeRecords(words, length))
      .flatMap((record) =>
        'functionIndex' in record ? [[record.kind, resolver.functionName(record.functionIndex).name]] : [],
      );
    const of = (name: string) => named.filter((one) => one[1] === name).map(([kind]) => kind);
    expect([of('toupper'), of('strlen'), of('tolower')]).toEqual([['call'], ['call'], ['enter', 'leave']]);
    const { survey } = program;
    const replay = openWindow({ ...window!, sites }, { sites, survey, resolver });
    const called = replay
      .seek(replay.end)
      .events.flatMap((event) => ('name' in event ? [`${event.kind} ${event.name}`] : []));
    expect(called).toEqual(expect.arrayContaining(['call toupper', 'return toupper', 'call strlen', 'return strlen']));
  });

  it('survives being written to a file', async () => {
    const window = await runWindow(0, program.survey.steps + 1);
    const result = readRecording(writeRecording({ ...program.recording, windows: [window] }, { deflate: true }));
    if (result.kind !== 'read') throw new Error(JSON.stringify(result));
    expect(result.damage).toBeUndefined();
    const again = open(result.recording.windows[0]!);
    const before = open(window);
    for (const step of [0, 20, before.end])
      expect(again.seek(step).bytes(0, 200_000)).toEqual(before.seek(step).bytes(0, 200_000));
    expect(
      readSurvey(result.recording, createResolver(result.recording.module, readDebugInfo(program.wasm))).allocations,
    ).toEqual(program.survey.allocations);
  });
});
