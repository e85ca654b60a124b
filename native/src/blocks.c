#include "blocks.h"

#include <string.h>
#include <sys/mman.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14; unknown before, and then pages come as they are used */
#endif

/*
 * The table's pages are asked for some at a time: one by one, where they are used, they take half as long again. Large pages are
 * faster yet where the kernel has some at hand, but ten times slower where it is a machine's first use of that memory.
 */
enum { MOST_AHEAD = 256 };

struct hs_leaf *hs_leaves[HS_LEAF_COUNT];
uint32_t hs_block_shift = 5;

void hs_blocks_for(bool glibc) { hs_block_shift = glibc ? 5 : 3; }

static uintptr_t entries_per_leaf(void) { return (1ul << HS_LEAF_BITS) >> hs_block_shift; }

struct hs_leaf *hs_new_leaf(uintptr_t number) {
  if (number >= HS_LEAF_COUNT) return NULL;
  size_t bytes = sizeof(struct hs_leaf) + entries_per_leaf() * sizeof(struct hs_block);
  struct hs_leaf *made = hs_map(bytes), *found = NULL;
  if (!made) return NULL;
  if (__atomic_compare_exchange_n(&hs_leaves[number], &found, made, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return made;
  hs_unmap(made, bytes);
  return found;
}

void hs_touch(struct hs_leaf *leaf, uintptr_t page) {
  __atomic_store_n(&leaf->touched[page], 1, __ATOMIC_RELAXED);
  uintptr_t given = __atomic_load_n(&leaf->given, __ATOMIC_RELAXED);
  if (page < given && page + MOST_AHEAD >= given) return;
  // One for the first of a row, and twice as many each time that the row has used them up.
  bool goes_on = page > 0 && hs_touched(leaf, page - 1);
  uintptr_t count = goes_on ? __atomic_load_n(&leaf->ahead, __ATOMIC_RELAXED) : 1;
  uintptr_t left = entries_per_leaf() / HS_BLOCKS_PER_PAGE - page;
  __atomic_store_n(&leaf->ahead, count < MOST_AHEAD ? count * 2 : MOST_AHEAD, __ATOMIC_RELAXED);
  if (count > left) count = left;
  __atomic_store_n(&leaf->given, page + count, __ATOMIC_RELAXED);
  long first = (long)&leaf->blocks[page * HS_BLOCKS_PER_PAGE];
  hs_syscall(SYS_madvise, first & ~4095l, (long)count * 4096, MADV_POPULATE_WRITE, 0, 0, 0);
}

static uintptr_t address_of(uintptr_t leaf, uintptr_t index, const struct hs_block *block) {
  uintptr_t low = hs_block_shift == 5 ? (uintptr_t)block->low << 4 : 0;
  return (leaf << HS_LEAF_BITS) + (index << hs_block_shift) + low;
}

/* The entries behind a large block's own are of blocks that never were, and have the bits of its size. */
enum { PIECES = 3, PIECE_BITS = 30 - HS_STREAM_BITS };
struct piece {
  uint32_t state : 2;
  uint32_t bits : PIECE_BITS;
  uint32_t stream : HS_STREAM_BITS; /* 0: nobody's event */
};
_Static_assert(PIECES *PIECE_BITS >= 47 && sizeof(struct piece) == sizeof(struct hs_block), "a size has room");

static const void *behind(const void *address, uintptr_t entries) {
  return (const char *)address + (entries << hs_block_shift);
}

void hs_block_note_large(const void *address, size_t size) {
  for (uintptr_t i = 1; i <= PIECES; i++, size >>= PIECE_BITS) {
    struct hs_block *block = hs_block_make(behind(address, i));
    struct piece piece = {.state = HS_BLOCK_NEVER, .bits = size & ((1ul << PIECE_BITS) - 1)};
    if (block) memcpy(block, &piece, sizeof piece);
  }
}

size_t hs_block_size(const void *address, const struct hs_block *block) {
  if (block->size < HS_LARGE) return block->size;
  size_t size = 0;
  for (uintptr_t i = PIECES; i > 0; i--) {
    struct piece piece;
    const struct hs_block *found = hs_block_find(behind(address, i));
    if (!found || found->state != HS_BLOCK_NEVER) return HS_LARGE;
    memcpy(&piece, found, sizeof piece);
    size = size << PIECE_BITS | piece.bits;
  }
  return size > HS_LARGE ? size : HS_LARGE;
}

static bool holds(uintptr_t start, const struct hs_block *block, uintptr_t address) {
  return block->state != HS_BLOCK_NEVER && address >= start &&
         address - start < hs_block_size((const void *)start, block);
}

uintptr_t hs_block_around(const void *address, struct hs_block **found) {
  uintptr_t at = (uintptr_t)address, freed_start = 0;
  if (at >> 47) return 0;
  // A block may be as large as memory: looks until the first live one below, wherever that is.
  for (uintptr_t leaf = (at >> HS_LEAF_BITS) + 1; leaf-- > 0;) {
    struct hs_leaf *entries = hs_leaves[leaf];
    if (!entries) continue;
    bool here = leaf == at >> HS_LEAF_BITS;
    uintptr_t index = here ? ((at & ((1ul << HS_LEAF_BITS) - 1)) >> hs_block_shift) + 1 : entries_per_leaf();
    while (index-- > 0) {
      if (!hs_touched(entries, index / HS_BLOCKS_PER_PAGE)) {
        index -= index % HS_BLOCKS_PER_PAGE;
        continue;
      }
      struct hs_block *block = &entries->blocks[index];
      uintptr_t start = address_of(leaf, index, block);
      bool live = block->state == HS_BLOCK_LIVE || block->state == HS_BLOCK_QUIET;
      if (live && start <= at) {
        if (!holds(start, block, at)) return freed_start;
        *found = block;
        return start;
      }
      if (freed_start == 0 && holds(start, block, at)) {
        *found = block;
        freed_start = start;
      }
    }
  }
  return freed_start;
}

static void each_in_leaf(uintptr_t leaf, void (*visit)(uintptr_t, struct hs_block *, void *), void *context) {
  struct hs_leaf *entries = hs_leaves[leaf];
  for (uintptr_t page = 0; page < entries_per_leaf() / HS_BLOCKS_PER_PAGE; page++) {
    if (!hs_touched(entries, page)) continue;
    for (uintptr_t index = page * HS_BLOCKS_PER_PAGE; index < (page + 1) * HS_BLOCKS_PER_PAGE; index++) {
      struct hs_block *block = &entries->blocks[index];
      if (block->state == HS_BLOCK_LIVE || block->state == HS_BLOCK_QUIET)
        visit(address_of(leaf, index, block), block, context);
    }
  }
}

void hs_each_block(void (*visit)(uintptr_t, struct hs_block *, void *), void *context) {
  for (uintptr_t leaf = 0; leaf < HS_LEAF_COUNT; leaf++)
    if (hs_leaves[leaf]) each_in_leaf(leaf, visit, context);
}
