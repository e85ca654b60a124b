/*
 * Free chunks: lists by size ("bins"), splitting and joining. heap.h draws what a chunk is.
 *
 * No two free chunks are neighbours, and none lies before the wilderness: what is given back is joined with what is free beside it.
 * So where live blocks and those in quarantine lie says which chunks are free, and src/layout/heap-chunks.ts shows them without a record.
 */
#include "heapscope/heap.h"

/* Chunks of up to 1024 bytes have a bin for each size; above, there are eight for each doubling. */
#define EXACT_BINS 64u
#define BINS 256u
/* A bin of several sizes is looked through so far before a larger one is taken. */
#define NEAR_ENOUGH 32u

static uint32_t bin_of(uint32_t bytes) {
  if (bytes <= EXACT_BINS * 16) return bytes / 16 - 1;
  uint32_t shift = 31 - (uint32_t)__builtin_clz(bytes) - 3;
  return EXACT_BINS + (shift - 7) * 8 + (bytes >> shift) - 8;
}

/* Where a free chunk's data are. */
static uint32_t data_of(uint32_t chunk) { return hs_marker(chunk) == HS_HEAP_FREE ? chunk : chunk + HS_HEADER; }

struct links {
  uint32_t bytes, next, previous;
};

/*
 *     0      4 5     9 10        14 15
 *     | bytes | next  | previous   | marker
 */
static struct links read_links(uint32_t chunk) {
  const uint8_t *data = hs_shadow(data_of(chunk));
  uint64_t low = hs_load64(data), high = hs_load64(data + 8);
  return (struct links){hs_gather(low), hs_gather(low >> 40 | high << 24), hs_gather(high >> 16)};
}

static void write_links(uint32_t data, struct links links) {
  uint64_t next = hs_spread(links.next);
  hs_store64(hs_shadow(data), hs_spread(links.bytes) | next << 40);
  hs_store64(hs_shadow(data) + 8, next >> 24 | hs_spread(links.previous) << 16 | (uint64_t)HS_HEAP_FREE << 56);
}

static void set_next(uint32_t chunk, uint32_t next) {
  struct links links = read_links(chunk);
  links.next = next;
  write_links(data_of(chunk), links);
}
static void set_previous(uint32_t chunk, uint32_t previous) {
  struct links links = read_links(chunk);
  links.previous = previous;
  write_links(data_of(chunk), links);
}

/* Sixteen bytes that nothing is kept in any more. */
static void clear(uint32_t granule) { hs_fill(hs_shadow(granule), HS_FREED, 16); }

uint32_t hs_free_chunk_bytes(uint32_t chunk) {
  uint8_t marker = hs_marker(chunk);
  if (marker == HS_HEAP_FREE) return hs_gather(hs_load64(hs_shadow(chunk)));
  if (marker != HS_HEAP_HEADER_FREED || hs_marker(chunk + HS_HEADER) != HS_HEAP_FREE) return 0;
  return hs_gather(hs_load64(hs_shadow(chunk + HS_HEADER)));
}

/* Puts a free chunk at the head of its bin. */
static void put(uint32_t chunk, uint32_t bytes) {
  uint32_t bin = bin_of(bytes);
  uint32_t next = hs->bins[bin];
  uint32_t last = chunk + bytes - 16;
  /* Where both don't fit, the header of the block that was there has to go. */
  uint32_t data = hs_is_header(hs_marker(chunk)) && bytes > HS_HEADER ? chunk + HS_HEADER : chunk;
  if (last != data) {
    hs_store64(hs_shadow(last), hs_spread(bytes) | HS_FREED * 0x0101010000000000ull);
    hs_store64(hs_shadow(last) + 8, HS_FREED * 0x0001010101010101ull | (uint64_t)HS_HEAP_FREE << 56);
  }
  write_links(data, (struct links){bytes, next, 0});
  if (next) set_previous(next, chunk);
  hs->bins[bin] = chunk;
  hs->bin_map[bin / 32] |= 1u << bin % 32;
  hs->free_chunks++;
}

static void unlink(struct links links) {
  uint32_t bin = bin_of(links.bytes);
  hs->free_chunks--;
  if (links.next) set_previous(links.next, links.previous);
  if (links.previous)
    set_next(links.previous, links.next);
  else if ((hs->bins[bin] = links.next) == 0)
    hs->bin_map[bin / 32] &= ~(1u << bin % 32);
}

void hs_give_back(uint32_t chunk, uint32_t bytes) {
  uint32_t end = chunk + bytes;
  clear(chunk + HS_HEADER);
  if (chunk > hs->heap_base && *hs_shadow(chunk - 1) == HS_HEAP_FREE) {
    uint32_t size = hs_gather(hs_load64(hs_shadow(chunk - 16)));
    uint32_t before = chunk - size;
    unlink(read_links(before));
    clear(data_of(before));
    clear(chunk - 16);
    chunk = before;
  }
  uint32_t after = end < hs->wilderness ? hs_free_chunk_bytes(end) : 0;
  if (after) {
    unlink(read_links(end));
    clear(data_of(end));
    end += after;
  }
  if (end == hs->wilderness)
    hs->wilderness = chunk;
  else
    put(chunk, end - chunk);
}

/* The head of the first bin from `bin` on that isn't empty, or 0. */
static uint32_t first_from(uint32_t bin) {
  uint32_t word = bin / 32;
  uint32_t bits = hs->bin_map[word] & ~0u << bin % 32;
  while (!bits && ++word < BINS / 32) bits = hs->bin_map[word];
  return bits ? hs->bins[word * 32 + (uint32_t)__builtin_ctz(bits)] : 0;
}

/* A free chunk with so many bytes or more, or 0. */
static uint32_t find(uint32_t bytes, uint32_t tries) {
  if (!hs->free_chunks) return 0;
  uint32_t bin = bin_of(bytes);
  for (uint32_t chunk = hs->bins[bin]; chunk && tries; tries--) {
    struct links links = read_links(chunk);
    if (links.bytes >= bytes) return chunk;
    chunk = links.next;
  }
  return first_from(bin + 1);
}

static uint32_t aligned(uint32_t chunk, uint32_t alignment) {
  return (uint32_t)(((uint64_t)chunk + HS_HEADER + alignment - 1) & ~(uint64_t)(alignment - 1));
}

/* From a free chunk: what is left of it before and behind stays free. */
static uint32_t take_free(uint32_t capacity, uint32_t alignment, uint32_t tries) {
  uint64_t wanted = (uint64_t)HS_HEADER + capacity + (alignment - 16);
  uint32_t chunk = wanted < HS_RESERVED_BASE ? find((uint32_t)wanted, tries) : 0;
  if (!chunk) return 0;
  struct links links = read_links(chunk);
  unlink(links);
  uint32_t payload = aligned(chunk, alignment);
  uint32_t start = payload - HS_HEADER, end = payload + capacity, chunk_end = chunk + links.bytes;
  if (start > chunk) {
    clear(data_of(chunk));
    put(chunk, start - chunk);
  }
  if (chunk_end > end) put(end, chunk_end - end);
  return payload;
}

/* Of a fresh block so many bytes at most are touched for the window's sake. */
#define TOUCHED 0x100000u

/*
 * A window's stores read what they overwrite, and a fresh page that is read before it is written costs two faults: a zero where there
 * is one already makes it one.
 */
static void touch(uint32_t from, uint32_t to) {
  if (to > from + TOUCHED) to = from + TOUCHED;
  for (uint32_t page = (from + 0xfff) & ~0xfffu; page < to; page += 0x1000) *(volatile uint8_t *)page = 0;
}

/* From the wilderness; the gap that a large alignment leaves is a free chunk. */
static uint32_t take_fresh(uint32_t capacity, uint32_t alignment) {
  uint32_t from = hs->wilderness;
  uint32_t payload = aligned(from, alignment);
  if ((uint64_t)payload + capacity + HS_HEADER > hs->heap_limit || payload < from) return 0;
  hs->wilderness = payload + capacity;
  if (hs->heap_top < hs->wilderness) {
    if (hs->recording) touch(hs->heap_top, hs->wilderness);
    hs->heap_top = hs->wilderness;
  }
  if (payload - HS_HEADER > from) put(from, payload - HS_HEADER - from);
  return payload;
}

uint32_t hs_take_chunk(uint32_t capacity, uint32_t alignment) {
  uint32_t payload = take_free(capacity, alignment, NEAR_ENOUGH);
  if (!payload) payload = take_fresh(capacity, alignment);
  if (!payload) payload = take_free(capacity, alignment, UINT32_MAX);
  while (!payload && hs_release_oldest()) {
    payload = take_free(capacity, alignment, NEAR_ENOUGH);
    if (!payload) payload = take_fresh(capacity, alignment);
  }
  return payload ? payload : take_free(capacity, alignment, UINT32_MAX);
}
