import type { Row } from './object-model.ts';

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
