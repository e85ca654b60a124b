import { expect, test } from 'vitest';
import { markAttention } from './attention.ts';
import type { BlockBox, FrameBox, ObjectModel, Row } from './object-model.ts';
import { objectRow } from './object-row.fixture.ts';

const row = (name: string, address: number): Row => objectRow(name, address, 4);
const at = { function: 'main', file: 'a.c', line: 1, column: 1, libc: false };
const frame: FrameBox = {
  id: 'f0',
  kind: 'frame',
  name: 'main',
  at,
  isInnermost: true,
  rows: [row('a', 16), row('b', 20)],
};
const block = (id: number): BlockBox => ({
  ...{ id: `b${id}`, kind: 'block', block: id, address: id * 64, size: 4, state: 'live', type: '', rows: [] },
});
const model: ObjectModel = { left: [frame], right: [block(1), block(2)], hiddenBlocks: 0 };

test('marks the row of the bytes and the block that are meant, and nothing else', () => {
  const marked = markAttention(model, { bytes: { address: 20, size: 4 }, block: 2 });
  expect(marked.left[0]?.rows.map(({ isPointedOut }) => isPointedOut)).toEqual([undefined, true]);
  expect(marked.right.map(({ isPointedOut }) => isPointedOut)).toEqual([undefined, true]);
});

test('a part at the same address is not the whole', () => {
  expect(markAttention(model, { bytes: { address: 16, size: 8 } }).left[0]?.rows[0]?.isPointedOut).toBeUndefined();
});

test('nothing pointed out: the same model', () => expect(markAttention(model, {})).toBe(model));
