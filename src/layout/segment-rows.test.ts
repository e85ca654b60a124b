import { expect, test } from 'vitest';
import type { SegmentMoment, StepEvent } from '../replay/timeline.ts';
import { segmentRow } from './segment-rows.ts';

const segment: SegmentMoment = {
  segment: 3,
  size: 20,
  mappings: [],
  bytes: (offset, n) => Uint8Array.from({ length: n }, (_, i) => offset + i),
  writers: (offset, n) => Uint8Array.from({ length: n }, (_, i) => (offset + i === 17 ? 2 : 0)),
};

test('a row tells who wrote each byte, and who writes or reads it in this step', () => {
  const change = { address: 900, before: new Uint8Array(1), after: new Uint8Array(1) };
  const events: StepEvent[] = [
    { process: 1, thread: 0, kind: 'store', change: { ...change, shared: { segment: 3, offset: 18 } } },
    { process: 1, thread: 0, kind: 'store', change: { ...change, shared: { segment: 4, offset: 16 } } },
    { process: 0, thread: 0, kind: 'read', address: 500, size: 2, shared: { segment: 3, offset: 16 } },
  ];
  const { cells } = segmentRow(segment, events, 16, 16);
  expect(cells.map(({ byte, writer, writing, reading }) => [byte, writer, writing, reading])).toEqual([
    [16, undefined, undefined, 0],
    [17, 1, undefined, 0],
    [18, undefined, 1, undefined],
    [19, undefined, undefined, undefined],
  ]);
});
