import { expect, test } from 'vitest';
import type { ObjectModel, Row } from './object-model.ts';
import { objectRow } from './object-row.fixture.ts';
import { cellAt, typedCells } from './typed-cells.ts';

const row = (id: string, address: number, size: number, isOpen?: boolean): Row =>
  objectRow(id, address, size, { isOpen });
/** What is left of a block behind its text. */
const rest = objectRow('b3/rest', 208, 8, { name: '[8]…[15]', type: '', text: '?' });
const model: ObjectModel = {
  left: [
    {
      id: 'globals',
      kind: 'globals',
      rows: [row('g/pair', 100, 8, true), row('g/pair.b', 104, 4), row('g/pair.a', 100, 4)],
    },
  ],
  right: [
    {
      id: 'b3',
      kind: 'block',
      block: 3,
      address: 200,
      size: 16,
      state: 'live',
      type: '',
      rows: [row('b3', 200, 4), row('b3.u', 202, 4), rest],
    },
  ],
  hiddenBlocks: 0,
};

test('the parts are in the order of their addresses, wholes are not among them, nor what overlaps', () => {
  expect(typedCells(model).map(({ name, address, region }) => [name, address, region])).toEqual([
    ['pair.a', 100, 'global'],
    ['pair.b', 104, 'global'],
    ['b3', 200, 'heap'],
    ['b3[8]…[15]', 208, 'heap'],
  ]);
});

test('a byte belongs to the part that holds it', () => {
  const cells = typedCells(model);
  expect(cells.map(({ isNamed }) => isNamed)).toEqual([true, true, true, false]);
  expect([99, 100, 103, 104, 108, 203, 204].map((at) => cellAt(cells, at)?.name)).toEqual([
    undefined,
    'pair.a',
    'pair.a',
    'pair.b',
    undefined,
    'b3',
    undefined,
  ]);
});
