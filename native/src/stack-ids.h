/* Numbers of stacks: nodes of one tree for the process, each a parent and a return address. */
#ifndef HEAPSCOPE_STACK_IDS_H
#define HEAPSCOPE_STACK_IDS_H

#include "system.h"

struct hs_stack_entry {
  uint64_t address; /* 1: forgotten */
  uint32_t parent;
  uint32_t id; /* written last; 0: nothing is here */
};

struct hs_stack_table {
  uint32_t shift;
  uint32_t used;
  struct hs_stack_entry entries[];
};

extern struct hs_stack_table *hs_stack_table;
/* So many stacks have been written to stream 0. */
extern uint32_t hs_stack_count;

uint32_t hs_new_stack_id(uint32_t parent, uint64_t address);

static inline uint64_t hs_stack_hash(uint32_t parent, uint64_t address) {
  return (address ^ (uint64_t)parent << 40 ^ (uint64_t)parent * 0xff51afd7ed558ccdu) * 0x9e3779b97f4a7c15u;
}

static inline uint32_t hs_stack_id(uint32_t parent, uint64_t address) {
  const struct hs_stack_table *table = __atomic_load_n(&hs_stack_table, __ATOMIC_ACQUIRE);
  if (HS_LIKELY(table != NULL)) {
    uint64_t mask = ~0ul >> table->shift;
    for (uint64_t at = hs_stack_hash(parent, address) >> table->shift;; at = (at + 1) & mask) {
      const struct hs_stack_entry *entry = &table->entries[at];
      uint32_t id = __atomic_load_n(&entry->id, __ATOMIC_ACQUIRE);
      if (id == 0) break;
      if (__atomic_load_n(&entry->address, __ATOMIC_RELAXED) == address && entry->parent == parent) return id;
    }
  }
  return hs_new_stack_id(parent, address);
}

/* The code at [start, end) is gone: the same address will be another place. Under hs_process_lock. */
void hs_forget_stacks(uint64_t start, uint64_t end);

#endif
