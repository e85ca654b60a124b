import type { CodeOffset } from '../util/units.ts';
import type { LineTable } from './debug-info.ts';
import { LineFlag } from './debug-info.ts';

/** The row of the line table that covers a code offset: the last one at or before it; -1 where no sequence covers it. */
export function rowAt(lines: LineTable, codeOffset: CodeOffset): number {
  let low = 0;
  let high = lines.address.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines.address[middle] as number) <= codeOffset) low = middle + 1;
    else high = middle;
  }
  const row = low - 1;
  return row < 0 || (lines.flags[row] as number) & LineFlag.endSequence ? -1 : row;
}
