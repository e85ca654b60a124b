/** Columns that grow: typed arrays with room to spare. */
import type { NumberColumn } from './timeline.ts';

type Column =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** `column`, or a copy twice as long (at least) where it has no place for index `index`. */
export function withRoom<T extends Column>(column: T, index: number): T {
  if (index < column.length) return column;
  const larger = new (column.constructor as new (length: number) => T)(Math.max(index + 1, column.length * 2, 1024));
  larger.set(column as never);
  return larger;
}

/** `column` with `value` at `index`: as doubles once a value needs more than 32 bits. */
export function withNumber(column: NumberColumn, index: number, value: number): NumberColumn {
  const roomy = withRoom<NumberColumn>(column, index);
  const kept = value > 0xffffffff && roomy instanceof Uint32Array ? Float64Array.from(roomy) : roomy;
  kept[index] = value;
  return kept;
}

/** The index of the first of `count` ascending values that is greater than `wanted`; `count` if none is. */
export function firstAbove(count: number, valueAt: (index: number) => number, wanted: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (valueAt(middle) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
