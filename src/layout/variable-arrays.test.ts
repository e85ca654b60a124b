/** Arrays of variable length of a real program, found between their redzones. */
import { expect, test } from 'vitest';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { createResolver } from '../replay/program-resolver.ts';
import { readSurvey } from '../replay/read-survey.ts';
import { openWindow } from '../replay/replay.ts';
import { DEFAULT_LIMITS } from '../run/request.ts';
import { compileProgram, inputsOf } from '../run/run-program.fixture.ts';
import { runProgram } from '../run/run.ts';
import { buildObjects } from './build-objects.ts';

const PROGRAM = `#include <alloca.h>
static int last(int n, const int *of) {
  char copy[n];
  copy[0] = 'x';
  return of[n - 1] + copy[0];
}
int main(void) {
  int n = 3;
  int squares[n];
  char *other = alloca(7);
  short small[n][2];
  for (int i = 0; i < n; i++) squares[i] = i * i;
  small[2][1] = 42;
  other[0] = 'o';
  return last(n, squares) == 0;
}
`;

/** Of the rows of variables at the beginning of a line: name and text. */
async function rowsAt(line: number): Promise<string[]> {
  const wasm = await compileProgram(PROGRAM);
  const debug = readDebugInfo(wasm);
  const request = { wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS };
  const { end, survey } = await runProgram(request);
  const { window, sites } = await runProgram({ ...request, window: { first: 0, end: 1000 } });
  if (!window || end.kind === 'needs-input') throw new Error('the program wants input');
  const resolver = createResolver(wasm, debug);
  const replay = openWindow(window, { sites, survey: readSurvey({ sites, survey, end }, resolver), resolver });
  const step = Array.from({ length: replay.end }, (_, i) => i).find((i) => replay.statementAt(i).line === line)!;
  const moment = replay.seek(step);
  const model = buildObjects({
    moment,
    debug,
    blocks: moment.blocks(),
    codeOf: (site) => sites.code[site] ?? 0,
    isLeaked: () => false,
    isLibcs: () => false,
    opened: new Map(),
  });
  return model.left.flatMap(({ rows }) =>
    rows.map(({ name, text, written }) => `${name} ${written === 'none' ? '?' : text}`),
  );
}

test('each has its own elements, whatever alloca() and callers have between them', async () => {
  expect(await rowsAt(14)).toEqual(expect.arrayContaining(['[0] 0', '[1] 1', '[2] 4', '[0][0] ?', '[2][1] 42']));
  expect(await rowsAt(5)).toEqual(expect.arrayContaining(['[2] 4', '[2][1] 42', expect.stringMatching(/^copy "x/)]));
});

test('one that is not there yet has nothing', async () => {
  const rows = await rowsAt(9);
  expect(rows.filter((row) => row.startsWith('['))).toEqual([]);
});
