/** The heap map: a stretch of the heap as rows of equal length, as text on a page. */
import type { Address, ByteCount } from '../util/units.ts';
import { CHUNK_LOOKS, chunkAtOrAfter, type ChunkLook, type HeapChunks } from './heap-chunks.ts';

export type SpanKind = ChunkLook | 'header' | 'redzone';

/** A part of a chunk on one row, or parts of several that are too small to be told apart. */
export interface MapSpan {
  readonly row: number;
  readonly x: number;
  readonly width: number;
  readonly kind: SpanKind;
  /** The chunk, or the first of several. */
  readonly chunk: number;
  /** How many chunks this stands for. */
  readonly count: number;
  /** Whether the part goes on past the row's left or right end. */
  readonly openLeft: boolean;
  readonly openRight: boolean;
}

/** What of the heap is in sight. */
export interface MapWindow {
  readonly first: Address;
  readonly bytesPerRow: ByteCount;
  readonly rows: number;
  /** In pixels. */
  readonly width: number;
}

/** A span narrower than this can't be seen apart from its neighbours. */
const NARROWEST = 3;
const LEAST_BYTES_PER_ROW = 16;
/** What several small spans look like together: the one that matters most. */
const WEIGHT: Readonly<Record<SpanKind, number>> = {
  leaked: 5,
  live: 4,
  quarantined: 3,
  free: 2,
  redzone: 1,
  header: 0,
};

/** However many chunks are in sight, a row has at most one span for every `NARROWEST` pixels, or a few more. */
export function layoutHeapRows(chunks: HeapChunks, { first, bytesPerRow, rows, width }: MapWindow): MapSpan[] {
  const spans: MutableSpan[] = [];
  const scale = width / bytesPerRow;
  const last = first + rows * bytesPerRow;
  const put = (from: Address, to: Address, kind: SpanKind, chunk: number): void => {
    const end = Math.min(to, last);
    for (let at = Math.max(from, first); at < end;) {
      const row = Math.floor((at - first) / bytesPerRow);
      const rowStart = first + row * bytesPerRow;
      const stop = Math.min(end, rowStart + bytesPerRow);
      addSpan(spans, {
        row,
        x: (at - rowStart) * scale,
        width: (stop - at) * scale,
        kind,
        chunk,
        count: 1,
        openLeft: at > from,
        openRight: stop < to,
      });
      at = stop;
    }
  };
  for (let at = chunkAtOrAfter(chunks, first); at < chunks.count && chunks.start[at]! < last; at += 1) {
    put(chunks.start[at]!, chunks.payload[at]!, 'header', at);
    // A block of no bytes is a block all the same: its redzone shows where it is.
    put(chunks.payload[at]!, chunks.payloadEnd[at]!, CHUNK_LOOKS[chunks.look[at]!]!, at);
    put(chunks.payloadEnd[at]!, chunks.end[at]!, 'redzone', at);
  }
  return spans;
}

type MutableSpan = { -readonly [K in keyof MapSpan]: MapSpan[K] };

function addSpan(spans: MutableSpan[], span: MutableSpan): void {
  const last = spans.at(-1);
  const right = span.x + span.width;
  const isNarrow = span.width < NARROWEST || (last !== undefined && last.width < NARROWEST);
  if (!last || last.row !== span.row || !isNarrow || right - last.x > NARROWEST * 2) {
    spans.push(span);
    return;
  }
  if (last.chunk + last.count <= span.chunk) last.count = span.chunk - last.chunk + 1;
  if (WEIGHT[span.kind] > WEIGHT[last.kind]) last.kind = span.kind;
  last.width = right - last.x;
  last.openRight = span.openRight;
}

export interface MapLimits {
  readonly low: Address;
  readonly high: Address;
}

/** Bytes in a row, a power of two, so that the whole heap takes at most so many rows. */
function bytesPerRowOf({ low, high }: MapLimits, rows: number): ByteCount {
  let bytesPerRow = LEAST_BYTES_PER_ROW;
  while (Math.ceil(high / bytesPerRow) - Math.floor(low / bytesPerRow) > rows) bytesPerRow *= 2;
  return bytesPerRow;
}

/** Zooms in (1) or out (-1) by a factor of two; the address `at` keeps its row. */
export function zoomMap(view: MapWindow, limits: MapLimits, direction: 1 | -1, at: Address): MapWindow {
  const most = bytesPerRowOf(limits, view.rows);
  const wanted = direction === 1 ? view.bytesPerRow / 2 : view.bytesPerRow * 2;
  const bytesPerRow = Math.max(LEAST_BYTES_PER_ROW, Math.min(most, wanted));
  const row = Math.max(0, Math.min(view.rows - 1, Math.floor((at - view.first) / view.bytesPerRow)));
  const first = Math.floor(at / bytesPerRow) * bytesPerRow - row * bytesPerRow;
  return panMap({ ...view, bytesPerRow, first }, limits, 0);
}

/** Moves by rows, and stays within the heap. Rows begin at multiples of their length, whatever is in sight. */
export function panMap(view: MapWindow, { low, high }: MapLimits, rows: number): MapWindow {
  const { bytesPerRow } = view;
  const lowest = Math.floor(low / bytesPerRow) * bytesPerRow;
  const highest = Math.max(lowest, Math.ceil(high / bytesPerRow) * bytesPerRow - view.rows * bytesPerRow);
  const wanted = Math.floor(view.first / bytesPerRow) * bytesPerRow + rows * bytesPerRow;
  return { ...view, first: Math.max(lowest, Math.min(highest, wanted)) };
}

/** All of the heap in so many rows. */
export function wholeMap(limits: MapLimits, rows: number, width: number): MapWindow {
  const bytesPerRow = bytesPerRowOf(limits, Math.max(1, rows));
  return panMap({ first: limits.low, bytesPerRow, rows: Math.max(1, rows), width }, limits, 0);
}

/** Brings an address into sight, in the middle if it wasn't. */
export function showInMap(view: MapWindow, limits: MapLimits, address: Address): MapWindow {
  const row = Math.floor((address - view.first) / view.bytesPerRow);
  if (row >= 0 && row < view.rows) return view;
  return panMap({ ...view, first: address }, limits, -Math.floor(view.rows / 2));
}
