/** Chunks of the heap, and what became of them, in words. */
import { formatAddress, formatBytes, formatCount } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { binRange } from '../layout/chunk-sizes.ts';
import type { HeapChange } from '../layout/heap-changes.ts';
import { CHUNK_LOOKS, LOOK, type HeapChunks } from '../layout/heap-chunks.ts';
import type { Recorded } from '../session/recorded.ts';
import { numberOf } from './block-name.ts';

/** Parts of a sentence about a chunk. `next` is by chunk, as `linkChunks` gives it; absent: lists are not known. */
export function aboutChunk(
  chunks: HeapChunks,
  at: number,
  next: Int32Array | undefined,
  locale: Locale,
  recorded: Pick<Recorded, 'survey'>,
): string[] {
  const t = locale.messages.heapMap;
  const size = (n: number): string => formatBytes(n, locale.name);
  const [start, payload] = [chunks.start[at]!, chunks.payload[at]!];
  const [payloadEnd, end] = [chunks.payloadEnd[at]!, chunks.end[at]!];
  const id = chunks.id[at]!;
  const block = formatCount(numberOf(id, recorded), locale.name);
  const to = next?.[at] ?? -1;
  const link = to >= 0 ? [t.nextInList(formatAddress(chunks.start[to]!))] : [];
  if (next && chunks.look[at] === LOOK.free) {
    const { least, most } = binRange(end - start);
    const last = id === 0 ? [] : [t.lastBlock(block)];
    return [t.aboutFree(size(end - start), formatAddress(start)), ...last, t.inBin(size(least), size(most)), ...link];
  }
  const kind = t.kinds[CHUNK_LOOKS[chunks.look[at]!]!];
  return [
    t.about(block, kind, size(payloadEnd - payload), formatAddress(payload)),
    t.chunk(size(end - start), size(payload - start), size(end - payloadEnd)),
    ...link,
  ];
}

export function changeText(change: HeapChange, chunks: HeapChunks, locale: Locale): string {
  const t = locale.messages.heapMap;
  const size = (n: number): string => formatBytes(n, locale.name);
  switch (change.kind) {
    case 'split': {
      const block = formatCount(chunks.id[change.block]!, locale.name);
      return t.split(block, size(change.from - change.rest), size(change.from), size(change.rest));
    }
    case 'join': {
      const parts = formatCount(change.borders.length + 1, locale.name);
      return t.join(parts, size(change.bytes), formatAddress(chunks.start[change.chunk]!));
    }
    case 'shrink':
      return t.shrink(size(change.was - change.top));
  }
}
