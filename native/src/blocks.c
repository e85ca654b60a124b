#include "blocks.h"

#include <sys/mman.h>

enum { DENSE_PAGES = 256 };

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
  // Threads may come to a new page at once: one of them counts it.
  if (__atomic_exchange_n(&leaf->touched[page], 1, __ATOMIC_RELAXED)) return;
  // Where many blocks lie, the kernel gives the rest of the table in large pages: the first use of a small one takes long.
  if (__atomic_fetch_add(&leaf->touched_count, 1, __ATOMIC_RELAXED) == DENSE_PAGES)
    hs_syscall(SYS_madvise, ((long)leaf->blocks + 4095) & ~4095l,
               (long)(entries_per_leaf() * sizeof(struct hs_block)) - 4096, MADV_HUGEPAGE, 0, 0, 0);
}

static uintptr_t address_of(uintptr_t leaf, uintptr_t index, const struct hs_block *block) {
  uintptr_t low = hs_block_shift == 5 ? (uintptr_t)block->low << 3 : 0;
  return (leaf << HS_LEAF_BITS) + (index << hs_block_shift) + low;
}

static bool holds(uintptr_t start, const struct hs_block *block, uintptr_t address) {
  return block->state != HS_BLOCK_NEVER && address >= start && address - start < block->size;
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
