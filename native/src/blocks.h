/*
 * What is, or was, at each address of the heap: 4 bytes for the 32 that a block of glibc's takes at least. Who allocated and freed it
 * is in the recording. Most blocks of most programs are in no cache when they are freed, nor is their entry: what halves the
 * entries halves what each free waits.
 *
 *     address bits  47 ........ 26 25 ....... 5 4        3 . 0
 *                   leaf           entry        low bit, kept in the entry: two blocks never share one
 *
 * Where another allocator is at work, whose blocks may be smaller, an entry stands for 8 bytes. The size of a large block is in the
 * entries behind its own: no other block can start there. Leaves are mapped when a block first lies in them; `touched` says
 * which pages of one have entries, so that who looks for all blocks needs not read the rest.
 */
#ifndef HEAPSCOPE_BLOCKS_H
#define HEAPSCOPE_BLOCKS_H

#include "system.h"

enum hs_block_state {
  HS_BLOCK_NEVER = 0,
  HS_BLOCK_LIVE = 1,
  HS_BLOCK_FREED = 2,
  /* Live, but its allocation isn't recorded. */
  HS_BLOCK_QUIET = 3,
};

#define HS_STREAM_BITS 13
#define HS_SIZE_BITS 13
#define HS_LARGE ((1u << HS_SIZE_BITS) - 1)

struct hs_block {
  uint32_t state : 2;
  uint32_t low : 1;
  uint32_t rank : 3;                /* a leak scan's own */
  uint32_t size : HS_SIZE_BITS;     /* HS_LARGE: it is that or more */
  uint32_t stream : HS_STREAM_BITS; /* which had the last event at this address */
};

#define HS_LEAF_BITS 26
#define HS_LEAF_COUNT (1ul << (47 - HS_LEAF_BITS))
#define HS_BLOCKS_PER_PAGE (4096 / sizeof(struct hs_block))

struct hs_leaf {
  /* The kernel has given pages up to this one, so many are asked for next. */
  uint64_t given, ahead;
  uint8_t touched[(1ul << HS_LEAF_BITS) / 8 / HS_BLOCKS_PER_PAGE];
  struct hs_block blocks[];
};

extern struct hs_leaf *hs_leaves[HS_LEAF_COUNT];
extern uint32_t hs_block_shift;

/* Says how small blocks may be, before the first is there. */
void hs_blocks_for(bool glibc);
struct hs_leaf *hs_new_leaf(uintptr_t number);
/* Whether a page of the leaf has entries. Relaxed: what an entry holds is ordered by the allocator, not by this. */
static inline bool hs_touched(const struct hs_leaf *leaf, uintptr_t page) {
  return __atomic_load_n(&leaf->touched[page], __ATOMIC_RELAXED);
}
/* A page of the leaf is used for the first time; threads may come to it at once. */
void hs_touch(struct hs_leaf *leaf, uintptr_t page);

/* The entry for an address; NULL when there was none yet. */
static inline struct hs_block *hs_block_find(const void *address) {
  uintptr_t at = (uintptr_t)address;
  if (at >> 47) return NULL;
  struct hs_leaf *leaf = __atomic_load_n(&hs_leaves[at >> HS_LEAF_BITS], __ATOMIC_ACQUIRE);
  return leaf ? &leaf->blocks[(at & ((1ul << HS_LEAF_BITS) - 1)) >> hs_block_shift] : NULL;
}

/* The entry for an address will be asked for, to be written. */
static inline void hs_block_prefetch(const void *address) { __builtin_prefetch(hs_block_find(address), 1); }

/* The entry for an address, to be filled; NULL when there is no memory for it. */
static inline struct hs_block *hs_block_make(const void *address) {
  uintptr_t at = (uintptr_t)address;
  struct hs_leaf *leaf = __atomic_load_n(&hs_leaves[at >> HS_LEAF_BITS], __ATOMIC_ACQUIRE);
  if (HS_UNLIKELY(!leaf) && !(leaf = hs_new_leaf(at >> HS_LEAF_BITS))) return NULL;
  uintptr_t index = (at & ((1ul << HS_LEAF_BITS) - 1)) >> hs_block_shift;
  if (HS_UNLIKELY(!hs_touched(leaf, index / HS_BLOCKS_PER_PAGE))) hs_touch(leaf, index / HS_BLOCKS_PER_PAGE);
  return &leaf->blocks[index];
}

/* What tells addresses of one entry apart. */
static inline uint32_t hs_low(const void *address) { return hs_block_shift == 5 ? ((uintptr_t)address >> 4) & 1 : 0; }

/* Whether the entry is of a block that starts exactly there: glibc's start where 16 divides, others' where 8 does. */
static inline bool hs_block_is(const struct hs_block *block, const void *address, enum hs_block_state state) {
  uintptr_t within = hs_block_shift == 5 ? 15 : 7;
  return block && block->state == state && block->low == hs_low(address) && ((uintptr_t)address & within) == 0;
}

/* Writes down how large a block of HS_LARGE bytes or more is. */
void hs_block_note_large(const void *address, size_t size);

static inline void hs_block_set(struct hs_block *block, const void *address, size_t size, enum hs_block_state state,
                                uint32_t stream) {
  // As one word: who looks at it next would wait for the sum of smaller ones.
  *block = (struct hs_block){
      .state = state, .low = hs_low(address), .size = size < HS_LARGE ? size : HS_LARGE, .stream = stream};
  if (HS_UNLIKELY(size >= HS_LARGE)) hs_block_note_large(address, size);
}

/* The size of the block at an address; of one that was large and is freed, HS_LARGE where others have come into it since. */
size_t hs_block_size(const void *address, const struct hs_block *block);

/* The live block, or else the freed one, that has `address` inside; gives its start, or 0. */
uintptr_t hs_block_around(const void *address, struct hs_block **found);

/* Calls `visit` with every block that is live or quiet, ascending by address. */
void hs_each_block(void (*visit)(uintptr_t address, struct hs_block *block, void *context), void *context);

#endif
