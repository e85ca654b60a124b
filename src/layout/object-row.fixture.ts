import type { BlockBox, Pointing, Row } from './object-model.ts';

/** A row of an int that has a value, unless `more` says otherwise. */
export function objectRow(id: string, address: number, size: number, more: Partial<Row> = {}): Row {
  return {
    id,
    depth: 0,
    name: id,
    type: 'int',
    text: '1',
    written: 'all',
    changed: false,
    isOpen: undefined,
    address,
    size,
    pointing: undefined,
    ...more,
  };
}

export function blockBox(block: number, address: number, rows: readonly Row[], more: Partial<BlockBox> = {}): BlockBox {
  return { id: `b${block}`, kind: 'block', block, address, size: 16, state: 'live', type: '', rows, ...more };
}

/** The address of a block that `nodeBox` makes. */
export const nodeAddress = (block: number): number => 1000 + 32 * block;

export function pointingTo(block: number, offset = 0): Pointing {
  return { kind: 'object', target: nodeAddress(block) + offset, box: `b${block}` };
}

/**
 * A node with a value and pointers of its own type: `{ next: 2 }` leads to block 2, `{ next: undefined }` is NULL. `other` are
 * pointers to blocks of other types.
 */
export function nodeBox(
  block: number,
  own: Readonly<Record<string, number | undefined>>,
  other: Readonly<Record<string, number>> = {},
  type = 'struct node',
): BlockBox {
  const address = nodeAddress(block);
  const pointer = (name: string, at: number, to: number | undefined, pointsTo: string): Row =>
    objectRow(`b${block}.${name}`, address + at, 4, {
      name,
      pointsTo,
      text: to === undefined ? 'NULL' : '0x1',
      pointing: to === undefined ? { kind: 'null' } : pointingTo(to),
    });
  const rows = [
    objectRow(`b${block}.value`, address, 4, { name: 'value' }),
    ...Object.entries(own).map(([name, to], i) => pointer(name, 4 + 4 * i, to, type)),
    ...Object.entries(other).map(([name, to], i) => pointer(name, 20 + 4 * i, to, 'char')),
  ];
  return blockBox(block, address, rows, { type });
}
