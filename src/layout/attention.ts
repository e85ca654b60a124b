/** What a lesson points out in the picture of objects. */
import type { Address, AllocationId, ByteCount } from '../util/units.ts';
import type { ObjectModel, Row } from './object-model.ts';

export interface Attention {
  readonly bytes?: { readonly address: Address; readonly size: ByteCount } | undefined;
  readonly block?: AllocationId | undefined;
}

/** The model with what is pointed out marked. */
export function markAttention(model: ObjectModel, { bytes, block }: Attention): ObjectModel {
  if (!bytes && block === undefined) return model;
  const isMeant = ({ address, size }: Row): boolean => address === bytes?.address && size === bytes?.size;
  const mark = (row: Row): Row => (isMeant(row) ? { ...row, isPointedOut: true } : row);
  return {
    ...model,
    left: model.left.map((box) => ({ ...box, rows: box.rows.map(mark) })),
    right: model.right.map((box) => ({
      ...box,
      rows: box.rows.map(mark),
      ...(box.block === block && { isPointedOut: true as const }),
    })),
  };
}
