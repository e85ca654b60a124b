import { expect, test } from 'vitest';
import type { Row } from './object-model.ts';
import { objectRow } from './object-row.fixture.ts';
import { stateJson } from './state-json.ts';

const row = (id: string, more: Partial<Row> = {}): Row => objectRow(id, 16, 4, { text: '7', ...more });
const at = { function: 'main', file: 'a.c', line: 3, column: 1, libc: false };

test('the state has frames, globals and blocks with their parts; what was never written has no value', () => {
  const rows = [
    row('f0/p', { isOpen: true }),
    row('f0/p.x'),
    row('f0/n', { written: 'none' }),
    row('f0/a/more', { more: 5 }),
  ];
  const state = stateJson(
    {
      left: [
        { id: 'globals', kind: 'globals', rows: [row('g/count')] },
        { id: 'f0', kind: 'frame', name: 'main', at, isInnermost: true, rows },
      ],
      right: [
        { id: 'b3', kind: 'block', block: 3, address: 64, size: 4, state: 'leaked', type: '', rows: [row('b3')] },
      ],
      hiddenBlocks: 0,
    },
    { title: 'a.c', step: 2, steps: 9 },
  );
  expect(state).toMatchObject({ title: 'a.c', step: 2, steps: 9 });
  expect(state.frames).toMatchObject([{ function: 'main', line: 3 }]);
  expect(state.frames[0]?.variables.map(({ name, value }) => [name, value])).toEqual([
    ['p.x', '7'],
    ['n', null],
  ]);
  expect(state.globals.map(({ name }) => name)).toEqual(['count']);
  expect(state.blocks).toMatchObject([
    { block: 3, address: 64, bytes: 4, state: 'leaked', contents: [{ name: 'b3' }] },
  ]);
});
