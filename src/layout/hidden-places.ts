import type { ObjectModel, Row } from './object-model.ts';
import type { Place } from './read-rows.ts';

/** Of the places that pointers lead to those that have no row of their own: they lie in an array that is closed, or far behind in it. */
export function hiddenPlaces({ left, right }: ObjectModel, places: readonly Place[]): Place[] {
  if (places.length === 0) return [];
  const boxes = [...left, ...right];
  return places.filter(({ address, size }) => {
    const box = boxes.find(({ rows }) => rows.some((row) => covers(row, address)));
    const rows = box?.rows.filter((row) => covers(row, address)) ?? [];
    const smallest = rows.toSorted((a, b) => a.size - b.size)[0];
    if (smallest) return smallest.size > size && smallest.isOpen !== undefined;
    const block = right.find((each) => address > each.address && address < each.address + each.size);
    return block?.rows.at(-1)?.more !== undefined;
  });
}

function covers(row: Row, address: number): boolean {
  return row.address !== undefined && address >= row.address && address < row.address + row.size;
}
