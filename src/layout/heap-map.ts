import type { BlockAt } from '../replay/timeline.ts';
import type { Address, AllocationId, ByteCount } from '../util/units.ts';

export type BlockLook = 'live' | 'freed' | 'leaked';

/** A block, or several too small to be told apart, on one row of the map. */
export interface MapCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly look: BlockLook;
  /** Blocks that this cell stands for. */
  readonly count: number;
  /** The first of them. */
  readonly id: AllocationId;
  /** Where the block goes on: past the row's left or right end. */
  readonly openLeft: boolean;
  readonly openRight: boolean;
}

export interface HeapMap {
  readonly cells: readonly MapCell[];
  readonly rows: number;
  readonly bytesPerRow: ByteCount;
  /** Bytes that a cell of the smallest width covers; blocks smaller than this are drawn together. */
  readonly bytesPerMark: ByteCount;
  readonly height: number;
}

export interface MapMetrics {
  readonly width: number;
  readonly rowHeight: number;
  readonly mostRows: number;
}

/** A cell narrower than this can't be seen apart from its neighbours. */
const NARROWEST = 4;
const FEWEST_BYTES_PER_ROW = 64;

/**
 * Lays the range [low, high) out as rows of equal length, as text on a page, and puts blocks (ascending by address) on it. However
 * many blocks there are, a row has at most one cell for every `NARROWEST` pixels.
 */
export function layoutHeapMap(
  blocks: readonly BlockAt[],
  range: { readonly low: Address; readonly high: Address },
  isLeaked: (id: AllocationId) => boolean,
  { width, rowHeight, mostRows }: MapMetrics,
): HeapMap {
  let bytesPerRow = FEWEST_BYTES_PER_ROW;
  while ((range.high - range.low) / bytesPerRow > mostRows) bytesPerRow *= 2;
  const rows = Math.max(1, Math.ceil((range.high - range.low) / bytesPerRow));
  const scale = width / bytesPerRow;
  const cells: MapCell[] = [];
  for (const block of blocks) {
    const look = block.state === 'freed' ? 'freed' : isLeaked(block.id) ? 'leaked' : 'live';
    const start = block.address - range.low;
    const end = start + Math.max(1, block.size);
    for (let row = Math.floor(start / bytesPerRow); row * bytesPerRow < end; row += 1) {
      const from = Math.max(start, row * bytesPerRow);
      const to = Math.min(end, (row + 1) * bytesPerRow);
      addCell(cells, {
        x: (from - row * bytesPerRow) * scale,
        y: row * rowHeight,
        width: (to - from) * scale,
        look,
        count: 1,
        id: block.id,
        openLeft: from > start,
        openRight: to < end,
      });
    }
  }
  return { cells, rows, bytesPerRow, bytesPerMark: NARROWEST / scale, height: rows * rowHeight };
}

/** Joins a cell with the one before it while together they are too narrow; a leak keeps its look whatever joins it. */
function addCell(cells: MapCell[], cell: MapCell): void {
  const last = cells.at(-1);
  const right = cell.x + cell.width;
  if (!last || last.y !== cell.y || right - last.x > NARROWEST * 2 || Math.min(last.width, cell.width) >= NARROWEST) {
    cells.push(cell.width < NARROWEST ? { ...cell, width: NARROWEST } : cell);
    return;
  }
  const look =
    last.look === 'leaked' || cell.look === 'leaked'
      ? 'leaked'
      : last.look === 'live' || cell.look === 'live'
        ? 'live'
        : 'freed';
  cells[cells.length - 1] = {
    ...last,
    look,
    count: last.count + cell.count,
    width: Math.max(NARROWEST, right - last.x),
  };
}
