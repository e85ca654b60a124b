import { expect, it } from 'vitest';
import { findInPicture } from './find-in-picture.ts';
import type { ObjectModel } from './object-model.ts';
import { blockBox, objectRow } from './object-row.fixture.ts';

const at = { function: 'main', file: 'a.c', line: 1, column: 1, libc: false };
const model: ObjectModel = {
  left: [
    {
      id: 'f0',
      kind: 'frame',
      name: 'main',
      at,
      isInnermost: true,
      rows: [
        objectRow('f0/name', 8, 4, { name: 'name', text: '"Ada"' }),
        objectRow('f0/x', 12, 4, { name: 'x', written: 'none', text: '7' }),
      ],
    },
  ],
  right: [blockBox(7, 100, [objectRow('b7.next', 100, 4, { name: 'next', text: 'NULL' })])],
  hiddenBlocks: 0,
};

it('finds names, values and blocks, but no value that nobody wrote', () => {
  expect(findInPicture(model, 'ada')).toEqual([{ box: 'f0', row: 'f0/name' }]);
  expect(findInPicture(model, ' Main')).toEqual([{ box: 'f0' }]);
  expect(findInPicture(model, 'ne')).toEqual([{ box: 'b7', row: 'b7.next' }]);
  expect(findInPicture(model, '7')).toEqual([{ box: 'b7' }, { box: 'b7', row: 'b7.next' }]);
  expect(findInPicture(model, ' ')).toEqual([]);
});
