import { describe, expect, test } from 'vitest';
import type { LineTable } from './debug-info.ts';
import { LineFlag } from './debug-info.ts';
import { functionAt } from './function-at.ts';
import { locate } from './locate.ts';
import { rowAt } from './row-at.ts';
import { statementRows } from './statement-rows.ts';
import { compileFixture, symbolize } from './testing/compile-fixture.node.ts';
import { EVERYTHING } from './testing/everything.ts';

const BUILDS = [
  { flags: ['-O0', '-gdwarf-4'], plain: true },
  { flags: ['-O0', '-gdwarf-5'], plain: true },
  { flags: ['-O1', '-gdwarf-4'], plain: true },
  { flags: ['-O1', '-gdwarf-5'], plain: true },
  { flags: ['-O2', '-gdwarf-5'], plain: true },
  { flags: ['-O0', '-gdwarf-4'], plain: false },
  { flags: ['-O0', '-gdwarf-5'], plain: false },
];

describe.each(BUILDS)('built with $flags, plain: $plain', ({ flags, plain }) => {
  test('every code offset of every function is where llvm-symbolizer says', async () => {
    const { wasm, info } = await compileFixture(EVERYTHING, flags, plain);
    expect(info.problems).toEqual([]);
    const offsets = info.functions.flatMap(({ low, high }) => Array.from({ length: high - low }, (_, i) => low + i));
    const expected = (await symbolize(wasm, offsets)).map((frames) =>
      frames.map(({ path, line, column, ...frame }) => ({
        function: frame.function,
        // Code of no line: llvm-symbolizer may know no file for it either.
        file: line === 0 ? '' : path.replace(/^\/(?!usr)/, ''),
        line,
        column,
      })),
    );
    const ours = offsets.map((offset) =>
      locate(info, offset).map(({ file, line, column, ...frame }) => ({
        function: frame.function,
        file: line === 0 ? '' : file,
        line,
        column,
      })),
    );
    expect(ours).toEqual(expected);
    expect(ours.length).toBeGreaterThan(300);
  });

  test('the functions are those of the program that the linker kept', async () => {
    const { info } = await compileFixture(EVERYTHING, flags, plain);
    const names = info.functions.map((each) => each.name);
    expect(names).not.toContain('never_used');
    expect(names).toContain('main');
    expect([...names].sort()).toEqual([...new Set(names)].sort());
    for (const each of info.functions) {
      expect(functionAt(info, each.low)).toBe(each);
      expect(functionAt(info, each.high - 1)).toBe(each);
      expect(functionAt(info, each.high)).not.toBe(each);
    }
  });
});

test('inlined calls are frames of their own', async () => {
  const { info } = await compileFixture(EVERYTHING);
  const row = statementRows(info).find(({ code }) => locate(info, code)[0]?.function === 'square');
  expect(locate(info, row?.code ?? 0)).toEqual([
    { function: 'square', file: 'main.c', line: 24, column: 16, inlined: true },
    { function: 'sum_of_squares', file: 'main.c', line: 29, column: 15, inlined: true },
    { function: 'main', file: 'main.c', line: 38, column: 16, inlined: false },
  ]);
});

test('code without debug information is nowhere', async () => {
  const { info } = await compileFixture(EVERYTHING);
  expect(locate(info, 0)).toEqual([]);
  expect(locate(info, (info.functions.at(-1)?.high ?? 0) + 1000)).toEqual([]);
});

test('binary search for a row finds what a scan finds', async () => {
  const { info } = await compileFixture(EVERYTHING, ['-O1']);
  const { lines } = info;
  const last = lines.address.at(-1) ?? 0;
  for (let offset = 0; offset <= last + 2; offset++) expect(rowAt(lines, offset)).toBe(scanForRow(lines, offset));
});

function scanForRow(lines: LineTable, offset: number): number {
  let found = -1;
  lines.address.forEach((address, row) => {
    if (address <= offset) found = row;
  });
  return found >= 0 && (lines.flags[found] as number) & LineFlag.endSequence ? -1 : found;
}
