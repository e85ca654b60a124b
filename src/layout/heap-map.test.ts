import { describe, expect, it } from 'vitest';
import { layHeapChunks } from './heap-chunks.ts';
import { heapParts, heapRange } from './heap-range.ts';
import { layoutHeapRows, panMap, showInMap, wholeMap, zoomMap } from './heap-map.ts';
import { allocationTable } from './testing-allocations.fixture.ts';

const lay = (blocks: readonly { address: number; size: number }[], leaked = -1) =>
  layHeapChunks({
    blocks: blocks.map((block, i) => ({ ...block, id: i + 1, state: 'live' as const })),
    step: blocks.length,
    table: allocationTable(blocks.map((block, i) => ({ ...block, step: i }))),
    isLeaked: (id) => id === leaked,
    allocator: { base: (blocks[0]?.address ?? 0) - 16, redzone: 16, quarantine: 0 },
  });
const view = { first: 1024, bytesPerRow: 64, rows: 4, width: 640 };

describe('the heap map', () => {
  it('gives header, payload and redzone their places', () => {
    const spans = layoutHeapRows(lay([{ address: 1040, size: 20 }]), view);
    expect(spans.map(({ row, x, width, kind }) => [row, x, width, kind])).toEqual([
      [0, 0, 160, 'header'],
      [0, 160, 200, 'live'],
      [0, 360, 120, 'redzone'],
    ]);
  });

  it('breaks a block over rows', () => {
    const spans = layoutHeapRows(lay([{ address: 1072, size: 64 }]), view).filter(({ kind }) => kind === 'live');
    expect(spans.map(({ row, x, width, openLeft, openRight }) => [row, x, width, openLeft, openRight])).toEqual([
      [0, 480, 160, false, true],
      [1, 0, 480, true, false],
    ]);
  });

  it('joins what is too small to be told apart; a leak shows through', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ address: 1040 + i * 32, size: 16 }));
    const spans = layoutHeapRows(lay(many, 5000), { ...view, bytesPerRow: 131_072 });
    expect(spans.length).toBeLessThan(4 * 640);
    expect(spans.filter(({ kind }) => kind === 'leaked').length).toBe(1);
    expect(spans.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(10_000);
  });

  it('draws only what is in sight', () => {
    const spans = layoutHeapRows(
      lay([
        { address: 16, size: 16 },
        { address: 4096, size: 16 },
      ]),
      { ...view, first: 8192 },
    );
    expect(spans).toEqual([]);
  });

  it('zooms about an address, which keeps its row, down to 16 bytes a row', () => {
    const limits = { low: 1024, high: 9000 };
    const near = zoomMap({ ...view, bytesPerRow: 2048 }, limits, 1, 1024 + 2048 + 10);
    expect([near.bytesPerRow, near.first]).toEqual([1024, 2048]);
    let view16 = near;
    for (let i = 0; i < 20; i += 1) view16 = zoomMap(view16, limits, 1, 2060);
    expect(view16.bytesPerRow).toBe(16);
    expect(wholeMap(limits, 4, 640)).toMatchObject({ bytesPerRow: 4096, first: 0 });
    let out = view16;
    for (let i = 0; i < 20; i += 1) out = zoomMap(out, limits, -1, 2060);
    expect([out.bytesPerRow, out.first]).toEqual([4096, 0]);
  });

  it('pans within the heap, and shows an address that was out of sight', () => {
    const limits = { low: 1024, high: 9000 };
    expect(panMap(view, limits, -5).first).toBe(1024);
    expect(panMap(view, limits, 5).first).toBe(1024 + 5 * 64);
    expect(panMap(view, limits, 9999).first).toBe(9024 - 4 * 64);
    expect(showInMap(view, limits, 5000).first).toBe(4992 - 128);
    expect(showInMap(view, limits, 1100)).toBe(view);
  });

  it('covers the addresses that blocks of the run ever lie in', () => {
    expect(
      heapRange(
        allocationTable([
          { address: 1000, size: 10, step: 1 },
          { address: 64, size: 1, step: 2 },
        ]),
      ),
    ).toEqual({ low: 64, high: 1010 });
  });

  it('is drawn in parts where its addresses are far apart', () => {
    const far = 0x7fff_0000_0010;
    const table = allocationTable([]);
    const address = Float64Array.of(0, far, 0x5555_0000_0000, 0x5555_0000_0040);
    const parts = heapParts({ ...table, count: 3, address, size: Float64Array.of(0, 2 ** 33, 16, 20) });
    expect(parts).toEqual([
      { low: 0x5555_0000_0000, high: 0x5555_0000_0054, blocks: 2 },
      { low: far, high: far + 2 ** 33, blocks: 1 },
    ]);
    expect(heapParts({ ...table, count: 0, address: new Float64Array(1) })).toEqual([{ low: 0, high: 0, blocks: 0 }]);
  });
});
