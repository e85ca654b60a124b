import { describe, expect, it } from 'vitest';
import { markOffence } from './mark-offence.ts';
import type { BlockBox, FrameBox, ObjectModel, Pointing, Row } from './object-model.ts';
import { objectRow } from './object-row.fixture.ts';
import type { OffendingBytes } from './offence.ts';

const row = (name: string, address: number, size: number, pointing?: Pointing): Row =>
  objectRow(name, address, size, { pointing });
const at = { function: 'main', file: 'a.c', line: 1, column: 1, libc: false };
const frame = (name: string, rows: Row[]): FrameBox => ({
  id: name,
  kind: 'frame',
  name,
  at,
  isInnermost: false,
  rows,
});
const block = (id: number, address: number, state: BlockBox['state'], rows: Row[]): BlockBox => ({
  id: `b${id}`,
  kind: 'block',
  block: id,
  address,
  size: 16,
  state,
  type: '',
  rows,
});
const to = (box: string, target: number): Pointing => ({ kind: 'object', target, box });

const model: ObjectModel = {
  left: [
    frame('main', [row('list', 900, 4, to('b1', 2000)), row('table', 904, 16)]),
    frame('walk', [
      row('here', 800, 4, to('b1', 2000)),
      row('next', 804, 4, to('b1', 2008)),
      row('none', 808, 4, { kind: 'null' }),
    ]),
  ],
  right: [block(1, 2000, 'live', [row('[0]', 2000, 4), row('[1]', 2004, 4)]), block(2, 2040, 'freed', [])],
  hiddenBlocks: 0,
};

function marks(bytes: OffendingBytes | undefined, blocks: number[], line = '') {
  const marked = markOffence(model, { blocks, bytes }, line);
  const boxes = [...marked.left, ...marked.right];
  const rows = boxes.flatMap((box) => box.rows.map((each) => ({ box: box.id, ...each })));
  return {
    hit: rows.filter((each) => each.offence).map((each) => `${each.box} ${each.name} ${each.offence}`),
    led: rows.filter((each) => each.led).map((each) => `${each.box} ${each.name}`),
    focus: boxes.filter((box) => box.kind === 'block' && box.inFocus).map((box) => box.id),
    boxes,
  };
}
const of = (id: number, address: number, where: 'before' | 'inside' | 'after') => ({
  id,
  address,
  size: 16,
  where,
  bytes: 0,
});

describe('marking what a finding is about', () => {
  it('changes nothing without a finding', () => {
    expect(markOffence(model, undefined)).toBe(model);
  });

  it('marks the bytes where a row shows them, and the innermost pointers that the line names', () => {
    const bytes = { address: 2004, size: 4, use: 'read', block: of(1, 2000, 'inside') } as const;
    expect(marks(bytes, [1], '    sum += next->value;')).toMatchObject({
      hit: ['b1 [1] read'],
      led: ['walk next'],
      focus: ['b1'],
    });
    expect(marks(bytes, [1], '').led).toEqual(['walk here', 'walk next']);
    expect(marks(bytes, [1], '    list[1];').led).toEqual(['main list']);
  });

  it('adds a row for bytes past the end, before the start, and in a freed block', () => {
    expect(
      marks({ address: 2016, size: 4, use: 'write', block: of(1, 2000, 'after') }, [1]).boxes[2]?.rows.at(-1),
    ).toMatchObject({
      name: '+16',
      offence: 'write',
    });
    expect(marks({ address: 1996, size: 4, use: 'write', block: of(1, 2000, 'before') }, [1]).hit).toEqual([
      'b1 −4 write',
    ]);
    expect(marks({ address: 2048, size: 8, use: 'read', block: of(2, 2040, 'inside') }, [2]).hit).toEqual([
      'b2 +8 read',
    ]);
  });

  it('puts an access outside of a variable next to it', () => {
    const { boxes } = marks({ address: 920, size: 4, use: 'write' }, []);
    expect(boxes[0]?.rows.map((each) => each.name)).toEqual(['list', 'table', '+16']);
  });

  it('shows a variable that is no more in its frame, or in one that has ended', () => {
    const ended = { name: 'gone', function: 'walk', isFrame: false };
    expect(marks({ address: 780, size: 4, use: 'read', ended }, []).hit).toEqual(['walk gone read']);
    expect(marks({ address: 780, size: 4, use: 'read', ended: { ...ended, isFrame: true } }, []).hit).toEqual([
      'ended gone read',
    ]);
  });

  it('takes for the pointer to nothing only one that the line names', () => {
    expect(marks({ address: 4, size: 4, use: 'read' }, [], 'none->x').led).toEqual(['walk none']);
    expect(marks({ address: 4, size: 4, use: 'read' }, [], 'other->x').led).toEqual([]);
  });
});
