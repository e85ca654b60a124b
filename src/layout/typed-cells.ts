/** What the program takes bytes for: the variables, members and elements of a moment, by address. */
import type { Address, ByteCount } from '../util/units.ts';
import { rowName } from './find-row.ts';
import type { ObjectModel, Row } from './object-model.ts';

export interface TypedCell {
  readonly address: Address;
  readonly size: ByteCount;
  /** "p.next", "b3.value". */
  readonly name: string;
  readonly type: string;
  /** As C would write it. */
  readonly text: string;
  readonly region: 'stack' | 'heap' | 'global';
  /** Named like a member or variable; else the name only says which of a block's bytes they are. */
  readonly isNamed: boolean;
}

/** What a block's bytes behind its text are called (`block-rows.ts`). */
const REST = '/rest';

/** Whether a row shows bytes that no type is known for. */
function isBytes({ id, type, name }: Row): boolean {
  return type === '' && (id.endsWith(REST) || /^\+\d+$/.test(name));
}

/** The smallest parts, ascending by address; of several at one place (unions) the first. */
export function typedCells({ left, right }: ObjectModel): TypedCell[] {
  const cells: TypedCell[] = [];
  for (const box of [...left, ...right]) {
    const region = box.kind === 'block' ? 'heap' : box.kind === 'globals' ? 'global' : 'stack';
    for (const row of box.rows) {
      if (row.isOpen !== undefined || row.address === undefined || row.size === 0) continue;
      const { address, size, type, text } = row;
      const isNamed = !isBytes(row);
      // "b3[4]…[29]" of what is left behind a text.
      const name = row.id.endsWith(REST) ? row.id.slice(0, -REST.length) + row.name : rowName(row);
      cells.push({ address, size, name, type, text, region, isNamed });
    }
  }
  cells.sort((a, b) => a.address - b.address);
  return cells.filter((cell, at) => at === 0 || cell.address >= cells[at - 1]!.address + cells[at - 1]!.size);
}

/** The cell that a byte belongs to. */
export function cellAt(cells: readonly TypedCell[], address: Address): TypedCell | undefined {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (cells[middle]!.address <= address) low = middle + 1;
    else high = middle;
  }
  const cell = cells[low - 1];
  return cell && address < cell.address + cell.size ? cell : undefined;
}
