import { describe, expect, it } from 'vitest';
import { placeProcesses, wireSegments, type Wire } from './segment-wiring.ts';

/** "B1.0 > 40": process B in column 1, row 0, whose wire ends here at address 40. */
const told = ({ process, column, row, addresses }: Wire): string =>
  `${String.fromCharCode(65 + process)}${column}.${row}${addresses.length > 0 ? ` > ${addresses.join(' ')}` : ''}`;

describe('processes around what they share', () => {
  it('stand half above and half below, with one row above', () => {
    const sides = (count: number, fit: number): string => {
      const { columns, processes } = placeProcesses([...Array(count).keys()], fit);
      const above = processes.filter(({ isAbove }) => isAbove);
      const rows = Math.max(0, ...processes.filter(({ isAbove }) => !isAbove).map(({ row }) => row + 1));
      return `${columns}: ${above.length} + ${count - above.length} in ${rows}`;
    };
    expect([1, 2, 3, 4, 5, 7].map((count) => sides(count, 3))).toEqual([
      '1: 1 + 0 in 0',
      '1: 1 + 1 in 1',
      '2: 2 + 1 in 1',
      '2: 2 + 2 in 1',
      '3: 3 + 2 in 1',
      '3: 3 + 4 in 2',
    ]);
    expect(sides(4, 0)).toBe('1: 1 + 3 in 3');
  });

  it('have wires to what they have mapped, behind the segments in between', () => {
    const placing = placeProcesses([0, 1, 2, 3], 2);
    const segments = [
      { mappings: [{ process: 0, address: 16 }] },
      {
        mappings: [
          { process: 0, address: 32 },
          { process: 1, address: 40 },
          { process: 2, address: 48 },
          { process: 2, address: 64 },
        ],
      },
    ];
    const wires = wireSegments(placing, segments);
    expect(wires.map(({ upper }) => upper.map(told))).toEqual([
      ['A0.0 > 16', 'B1.0'],
      ['A0.0 > 32', 'B1.0 > 40'],
    ]);
    expect(wires.map(({ lower }) => lower.map(told))).toEqual([['A0.0', 'B1.0'], ['C0.0 > 48 64']]);
  });

  it('have wires from below past later segments', () => {
    const placing = placeProcesses([0, 1], 1);
    const wires = wireSegments(placing, [{ mappings: [{ process: 1, address: 8 }] }, { mappings: [] }]);
    expect(wires.map(({ upper, lower }) => [upper.map(told), lower.map(told)])).toEqual([
      [[], ['B0.0 > 8']],
      [['B0.0'], ['B0.0']],
    ]);
  });
});
