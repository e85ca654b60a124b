/** What of the heap is painted: of the chunks in sight, where they lie, what is said in them, and how they changed. */
import { byteLooks } from '../layout/byte-cells.ts';
import type { HeapChange } from '../layout/heap-changes.ts';
import { chunkAtOrAfter, type HeapChunks } from '../layout/heap-chunks.ts';
import { layoutHeapRows, type MapSpan, type MapWindow } from '../layout/heap-map.ts';
import type { Moment } from '../replay/timeline.ts';
import { hexByte } from '../util/hex-byte.ts';
import type { Address } from '../util/units.ts';
import type { PaintedByte, Painting, Point } from './heap-map-painter.ts';

/** A byte this wide can be read. */
const READABLE = 18;
const MOST_LINKS = 400;
const MOST_CUTS = 200;

export interface HeapScene {
  readonly chunks: HeapChunks;
  readonly moment: Pick<Moment, 'bytes' | 'shadow' | 'layout'>;
  /** The chunk that is chosen; -1: none. */
  readonly selected: number;
  /** Chunks that this step changed. */
  readonly changed: ReadonlySet<number>;
  /** Chunks that the open finding is about. */
  readonly offending: ReadonlySet<number>;
  readonly changes: readonly HeapChange[];
  /** By chunk, the next in its list (-1: none); undefined: lists are not shown. */
  readonly next: Int32Array | undefined;
  /** What is written into a chunk. */
  readonly label: (chunk: number) => string;
  readonly topText: string;
}

export function paintingOf(scene: HeapScene, shown: MapWindow, height: number): Painting {
  const { chunks, selected } = scene;
  const anyOf = (wanted: ReadonlySet<number>, { chunk, count }: MapSpan): boolean => {
    if (wanted.size === 0) return false;
    for (let at = chunk; at < chunk + count; at += 1) if (wanted.has(at)) return true;
    return false;
  };
  return {
    width: shown.width,
    height,
    rows: shown.rows,
    spans: layoutHeapRows(chunks, shown),
    label: (span) => (span.count === 1 ? scene.label(span.chunk) : ''),
    isSelected: (span) => span.count === 1 && span.chunk === selected,
    isChanged: (span) => anyOf(scene.changed, span),
    isOffending: (span) => anyOf(scene.offending, span),
    bytes: bytesOf(scene, shown),
    links: scene.next ? linksOf(chunks, scene.next, shown) : [],
    cuts: cutsOf(scene, shown),
    top: isInSight(shown, chunks.top) ? pointOf(shown, chunks.top) : undefined,
    topText: scene.topText,
    progress: 1,
  };
}

function isInSight({ first, rows, bytesPerRow }: MapWindow, address: Address): boolean {
  return address >= first && address < first + rows * bytesPerRow;
}

function pointOf({ first, bytesPerRow, width }: MapWindow, address: Address): Point {
  const row = Math.floor((address - first) / bytesPerRow);
  return { row, x: ((address - first - row * bytesPerRow) / bytesPerRow) * width };
}

/** From header to header. */
function linksOf(chunks: HeapChunks, next: Int32Array, shown: MapWindow): Painting['links'] {
  const links: { from: Point; to: Point }[] = [];
  const end = shown.first + shown.rows * shown.bytesPerRow;
  for (let at = chunkAtOrAfter(chunks, shown.first); at < chunks.count && chunks.start[at]! < end; at += 1) {
    const to = next[at]!;
    if (to < 0 || !isInSight(shown, chunks.start[at]!) || !isInSight(shown, chunks.start[to]!)) continue;
    links.push({ from: pointOf(shown, chunks.start[at]! + 12), to: pointOf(shown, chunks.start[to]! + 4) });
    if (links.length === MOST_LINKS) break;
  }
  return links;
}

/** Where chunks were cut off or joined. */
function cutsOf({ chunks, changes }: HeapScene, shown: MapWindow): Painting['cuts'] {
  const borders = changes.flatMap((change): { readonly kind: 'split' | 'join'; readonly at: Address }[] => {
    if (change.kind === 'join') return change.borders.map((at) => ({ kind: 'join', at }));
    if (change.kind !== 'split') return [];
    return change.rests.map((rest) => ({
      kind: 'split',
      at: rest < change.block ? chunks.end[rest]! : chunks.start[rest]!,
    }));
  });
  return borders
    .filter(({ at }) => isInSight(shown, at))
    .slice(0, MOST_CUTS)
    .map(({ kind, at }) => ({ kind, at: pointOf(shown, at) }));
}

function bytesOf({ moment, chunks }: HeapScene, shown: MapWindow): PaintedByte[] {
  const wide = shown.width / shown.bytesPerRow;
  if (wide < READABLE) return [];
  const first = Math.max(0, shown.first);
  const n = Math.max(0, Math.min(shown.rows * shown.bytesPerRow, moment.layout.limit - first));
  const looks = byteLooks(moment.shadow(first, n), first, chunks);
  const painted: PaintedByte[] = [];
  moment.bytes(first, n).forEach((byte, i) => {
    const look = looks[i] ?? 'unallocated';
    // The allocator's own bytes hold nothing to read, and what the wilderness holds is nobody's.
    if (look === 'header' || look === 'redzone' || look === 'unallocated' || first + i >= chunks.top) return;
    painted.push({
      ...pointOf(shown, first + i),
      width: wide,
      text: look === 'undefined' ? '?' : hexByte(byte),
      look,
    });
  });
  return painted;
}

/** Chunks that hold what events of the step were about, and what became of them. */
export function changedChunks(
  { chunks, changes }: Pick<HeapScene, 'chunks' | 'changes'>,
  chunkOf: (id: number) => number,
  ids: readonly number[],
): ReadonlySet<number> {
  const changed = new Set(ids.map(chunkOf));
  for (const change of changes) {
    if (change.kind === 'join') changed.add(change.chunk);
    if (change.kind === 'split') for (const rest of change.rests) changed.add(rest);
  }
  changed.delete(-1);
  return chunks.count === 0 ? new Set() : changed;
}
