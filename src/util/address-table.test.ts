import { expect, it } from 'vitest';
import { AddressTable } from './address-table.ts';

it('holds what a Map holds, in copies too', () => {
  const table = new AddressTable();
  const map = new Map<number, number>();
  let seed = 7;
  const random = (below: number): number => (seed = (Math.imul(seed, 48271) >>> 0) % 2147483647) % below;
  const put = (into: AddressTable, n: number): void => {
    for (let i = 0; i < n; i++) {
      const address = (random(2) ? 0x5555_5555_0000 : 0x7fff_0000_0000) + 16 * random(9000) + (random(50) ? 0 : 8);
      const value = random(2) ? i + 1 : -(i + 1);
      into.set(address, value);
      if (into === table) map.set(address, value);
    }
  };
  put(table, 20_000);
  const copy = new AddressTable(table);
  put(copy, 5000);
  for (const [address, value] of map) expect(table.get(address)).toBe(value);
  expect(table.get(0x7fff_ffff_0000)).toBe(0);
  const seen = new Map<number, number>();
  table.each((value, address) => seen.set(address, value));
  expect(seen.size).toBe(map.size);
  expect(seen).toEqual(map);
});
