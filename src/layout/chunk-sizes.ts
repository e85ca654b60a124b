/** How large the chunks of allocators are, ours as `wasm/include/heapscope/heap.h` and `wasm/heap-chunks.c` say it; a test holds them equal. */
import type { ByteCount } from '../util/units.ts';

export const HEADER_BYTES = 16;

/** Bytes from a payload to the end of its chunk: what was asked for, and a redzone, up to a multiple of 16. */
export function chunkCapacity(size: ByteCount, redzone: ByteCount): ByteCount {
  const bytes = size + Math.max(growingRedzone(size), redzone - HEADER_BYTES);
  return Math.max(16, Math.ceil(bytes / 16) * 16);
}

/** As `hs_trailing_redzone`. */
function growingRedzone(size: ByteCount): ByteCount {
  if (size <= 48) return 0;
  if (size <= 96) return 16;
  if (size < 448) return 48;
  if (size < 4096) return 128;
  if (size <= 32_256) return 512;
  return size <= 64_512 ? 1024 : 2048;
}

const EXACT_BINS = 64;

/** The number of the list in which a free chunk of so many bytes is, as `bin_of`. */
export function binOf(bytes: ByteCount): number {
  if (bytes <= EXACT_BINS * 16) return bytes / 16 - 1;
  const shift = 28 - Math.clz32(bytes);
  return EXACT_BINS + (shift - 7) * 8 + (bytes >>> shift) - 8;
}

/** The least and the most bytes of chunks that are in the same list as one of so many bytes. */
export function binRange(bytes: ByteCount): { readonly least: ByteCount; readonly most: ByteCount } {
  if (bytes <= EXACT_BINS * 16) return { least: bytes, most: bytes };
  const step = 2 ** (28 - Math.clz32(bytes));
  const least = Math.floor(bytes / step) * step;
  return { least, most: least + step - 16 };
}

/** glibc's, behind the word that holds the chunk's size: as it rounds what is asked for (malloc_usable_size). */
export const GLIBC_HEADER_BYTES = 8;

export function glibcCapacity(size: ByteCount): ByteCount {
  return Math.max(24, Math.ceil((size + 8) / 16) * 16 - 8);
}
