import { expect, test } from 'vitest';
import type { StackLine } from '../replay/timeline.ts';
import { callName, findCallSites, measureColumn, sortCallSites, wayTo, type CallSiteSources } from './call-sites.ts';
import { allocationTable } from './testing-allocations.fixture.ts';

const line = (name: string, at: number, libc = false): StackLine => ({
  function: name,
  file: libc ? '' : 'a.c',
  line: at,
  column: 1,
  libc,
});
const STACKS: readonly (readonly StackLine[])[] = [
  [],
  [line('push', 9), line('main', 20)],
  [line('strdup', 0, true), line('main', 22)],
];

const survey: CallSiteSources = {
  allocations: allocationTable([
    { address: 0, size: 10, step: 1, freeStep: 5, stack: 1 },
    { address: 16, size: 20, step: 3, stack: 1 },
    { address: 64, size: 100, step: 8, stack: 2 },
  ]),
  owners: new Uint16Array(0),
  steps: 10,
  stackLines: (stack) => STACKS[stack] ?? [],
};
const found = findCallSites(survey);
const names = (column: Float64Array): (string | undefined)[] =>
  sortCallSites(found.sites, column).map(({ place }) => place && `${place.function}:${place.line}`);

test("a site is at the program's own line, and has its first step", () => {
  expect(found.sites.map(({ place, firstStep }) => [place?.function, firstStep])).toEqual([
    ['push', 1],
    ['main', 8],
  ]);
});

test('sites are sorted by what is asked for, as of a step', () => {
  expect(names(measureColumn(found, 'bytes', survey, 4))).toEqual(['main:22', 'push:9']);
  expect(names(measureColumn(found, 'live', survey, 4))).toEqual(['push:9', 'main:22']);
  expect(names(measureColumn(found, 'blocks', survey, 4))).toEqual(['push:9', 'main:22']);
});

test('code without lines is called by its function, or by its place in the file', () => {
  const bare = (name: string, offset: string): StackLine => ({ ...line(name, 0), file: `tool+${offset}` });
  const lines = [line('malloc', 0, true), bare('?', '0x1f04'), bare('main', '0x20')];
  const { sites } = findCallSites({ ...survey, stackLines: () => lines });
  expect(sites[0]).toMatchObject({ place: undefined, nearest: lines[1] });
  expect(lines.map(callName)).toEqual(['malloc', 'tool+0x1f04', 'main']);
});

test('a site names the processes that allocated there', () => {
  const { sites } = findCallSites({ ...survey, owners: Uint16Array.of(0, 2, 0) });
  expect(sites.map(({ processes }) => processes)).toEqual([[0, 2], [0]]);
});

test('the way to a site has the lines of its callers, and joins a recursion', () => {
  const lines = [
    line('malloc', 0, true),
    line('push', 9),
    line('fill', 5),
    line('fill', 5),
    line('fill', 7),
    line('main', 20),
    { ...line('__libc_start_main', 360), libc: true },
  ];
  const { sites } = findCallSites({ ...survey, stackLines: () => lines });
  const way = wayTo(sites[0]!).map(({ line: { function: name, line: at }, times }) => `${name}:${at} ${times}`);
  expect(way).toEqual(['fill:5 2', 'fill:7 1', 'main:20 1']);
});
