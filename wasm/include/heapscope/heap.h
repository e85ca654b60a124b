/*
 * The heap, for its parts alone. Chunks lie side by side from heap_base to the wilderness, without gaps, in multiples of 16 bytes. All
 * that is known of them lies in shadow bytes, where no program can reach it:
 *
 *     program:           | 16 bytes: header redzone | payload                        | trailing redzone, up to a multiple of 16 |
 *     shadow, live:      | size, stack, id     = 06 | ff/fe per byte                 | 04                                       |
 *     ..., quarantined:  | size, stack, id     = 08 | next, 02 ...                   | 04                                       |
 *     ..., free:         | (that of the block before = 08) | size, next, prev = 1c | 02 ...              | size ...       = 1c |
 *
 * "=": what the last byte of these 16 is, which tells them from all others. Data is in bits 1 to 6 of a byte, so that nothing there
 * may be loaded or stored.
 *
 * A free chunk keeps the headers of the blocks that were in it, as long as they aren't overwritten: an access to one of them through a
 * dangling pointer is still found to be that. So its own data are in its first 16 bytes only if those are no such header, and in the
 * second otherwise. The last 16 bytes begin with its size too (the boundary tag): what is freed behind it finds it there.
 */
#ifndef HEAPSCOPE_HEAP_H
#define HEAPSCOPE_HEAP_H

#include "heapscope/state.h"

#define HS_HEADER 16u
/* The byte of a granule that tells what is in it. */
#define HS_MARKER 15u

/* Six bits of data a byte, in bits 1 to 6, so that neither bit 0 nor bit 7 is set: 30 bits in five bytes. */
static inline uint64_t hs_spread(uint32_t value) {
  uint64_t v = value;
  return (v & 0x3f) << 1 | (v & 0xfc0) << 3 | (v & 0x3f000) << 5 | (v & 0xfc0000) << 7 | (v & 0x3f000000) << 9;
}
static inline uint32_t hs_gather(uint64_t bytes) {
  return (uint32_t)((bytes >> 1 & 0x3f) | (bytes >> 3 & 0xfc0) | (bytes >> 5 & 0x3f000) | (bytes >> 7 & 0xfc0000) |
                    (bytes >> 9 & 0x3f000000));
}

static inline uint8_t hs_marker(uint32_t granule) { return *hs_shadow(granule + HS_MARKER); }
static inline bool hs_is_header(uint8_t marker) { return marker == HS_HEAP_HEADER || marker == HS_HEAP_HEADER_FREED; }

/*
 * A header's sixteen bytes. src/run/live-blocks.ts reads them too.
 *
 *     0     4 5     7 8        12   15
 *     | size | stack . | id    |stack| marker
 */
#define HS_STACK_LOW_BITS 18

static inline void hs_write_header(const struct hs_block *block, uint8_t marker) {
  uint8_t *header = hs_shadow(block->address - HS_HEADER);
  uint32_t high = block->stack >> HS_STACK_LOW_BITS;
  hs_store64(header, hs_spread(block->size) | hs_spread(block->stack) << 40);
  hs_store64(header + 8, hs_spread(block->id) | (uint64_t)(high << 1) << 40 | (uint64_t)marker << 56);
}

static inline struct hs_block hs_read_block(uint32_t payload) {
  const uint8_t *header = hs_shadow(payload - HS_HEADER);
  uint64_t low = hs_load64(header), high = hs_load64(header + 8);
  uint32_t stack = hs_gather(low >> 40) | (uint32_t)(high >> 41 & 0x3f) << HS_STACK_LOW_BITS;
  return (struct hs_block){payload, hs_gather(low), hs_gather(high), stack, high >> 56 == HS_HEAP_HEADER};
}

/* The trailing redzone grows with the block, so that a far overflow still lands in it. src/layout/heap-chunks.ts says the same. */
static inline uint32_t hs_trailing_redzone(uint32_t size) {
  uint32_t wanted = size <= 48      ? 0
                    : size <= 96    ? 16
                    : size < 448    ? 48
                    : size < 4096   ? 128
                    : size <= 32256 ? 512
                    : size <= 64512 ? 1024
                                    : 2048;
  uint32_t least = hs->redzone > HS_HEADER ? hs->redzone - HS_HEADER : 0;
  return wanted > least ? wanted : least;
}

/* Bytes from a block's payload to the end of its chunk. */
static inline uint32_t hs_capacity(uint32_t size) {
  uint32_t n = size + hs_trailing_redzone(size);
  return n < 16 ? 16 : (n + 15) & ~15u;
}

/* heap-chunks.c */
/* The payload of a chunk with so many bytes of it, at a multiple of `alignment`; 0: no memory. */
uint32_t hs_take_chunk(uint32_t capacity, uint32_t alignment);
/* A chunk becomes free, and one with its free neighbours. */
void hs_give_back(uint32_t chunk, uint32_t bytes);
/* Bytes of the free chunk that begins here; 0: none does. */
uint32_t hs_free_chunk_bytes(uint32_t chunk);

/* quarantine.c */
void hs_quarantine(uint32_t payload, uint32_t size);
/* Gives back what has waited longest; false if nothing waits. */
bool hs_release_oldest(void);

/* heap.c */
uint32_t hs_allocate(uint32_t op, uint32_t size, uint32_t alignment);
uint32_t hs_allocate_zeroed(uint32_t op, uint32_t count, uint32_t size);
uint32_t hs_reallocate(uint32_t op, uint32_t address, uint32_t size);
/* Frees a block, or reports why it can't be freed. */
void hs_free(uint32_t op, uint32_t address);
/* Records an attempt that gives no memory, with a finding if there is one for it (-1: none). */
uint32_t hs_fail_to_allocate(uint32_t op, uint32_t size, int finding);

#endif
