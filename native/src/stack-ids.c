#include "stack-ids.h"

#include "recorder.h"

struct hs_stack_table *hs_stack_table;
uint32_t hs_stack_count;

enum { FIRST_BITS = 12 };
#define FORGOTTEN 1ul

static void insert(struct hs_stack_table *table, uint32_t parent, uint64_t address, uint32_t id) {
  uint64_t mask = ~0ul >> table->shift;
  uint64_t at = hs_stack_hash(parent, address) >> table->shift;
  while (table->entries[at].id != 0) at = (at + 1) & mask;
  struct hs_stack_entry *entry = &table->entries[at];
  table->used++;
  entry->address = address;
  entry->parent = parent;
  __atomic_store_n(&entry->id, id, __ATOMIC_RELEASE);
}

/* The old table stays: others may be reading it. */
static void grow(void) {
  struct hs_stack_table *old = hs_stack_table;
  uint32_t bits = old ? 64 - old->shift : FIRST_BITS - 1;
  struct hs_stack_table *table = hs_map(sizeof *table + (sizeof(struct hs_stack_entry) << (bits + 1)));
  if (!table) return;
  table->shift = 64 - (bits + 1);
  for (uint64_t at = 0; old && at < 1ul << bits; at++) {
    const struct hs_stack_entry *entry = &old->entries[at];
    if (entry->id != 0 && entry->address != FORGOTTEN) insert(table, entry->parent, entry->address, entry->id);
  }
  __atomic_store_n(&hs_stack_table, table, __ATOMIC_RELEASE);
}

static void put_stack(uint32_t parent, uint64_t address) {
  struct hs_stream *stream = &hs_process_stream;
  uint8_t *at = hs_begin(stream);
  *at++ = HS_KIND_STACK;
  at = hs_put(at, parent == 0 ? 0 : hs_stack_count + 1 - parent);
  at = hs_put_signed(at, (int64_t)(address - stream->pointer));
  stream->pointer = address;
  hs_end(stream, at);
  __atomic_store_n(&hs_stack_count, hs_stack_count + 1, __ATOMIC_RELEASE);
}

static uint32_t find(uint32_t parent, uint64_t address) {
  const struct hs_stack_table *table = hs_stack_table;
  for (uint64_t at = table ? hs_stack_hash(parent, address) >> table->shift : 0; table; at++) {
    const struct hs_stack_entry *entry = &table->entries[at & ~0ul >> table->shift];
    if (entry->id == 0) break;
    if (entry->address == address && entry->parent == parent) return entry->id;
  }
  return 0;
}

uint32_t hs_new_stack_id(uint32_t parent, uint64_t address) {
  hs_lock(&hs_process_lock);
  uint32_t id = find(parent, address);
  if (id == 0) {
    if (!hs_stack_table || hs_stack_table->used >= (1ul << (64 - hs_stack_table->shift)) / 2) grow();
    struct hs_stack_table *table = hs_stack_table;
    if (table && table->used < (1ul << (64 - table->shift)) / 4 * 3) {
      put_stack(parent, address);
      id = hs_stack_count;
      insert(table, parent, address, id);
    }
  }
  hs_unlock(&hs_process_lock);
  return id;
}

void hs_forget_stacks(uint64_t start, uint64_t end) {
  struct hs_stack_table *table = hs_stack_table;
  for (uint64_t at = 0; table && at <= ~0ul >> table->shift; at++) {
    struct hs_stack_entry *entry = &table->entries[at];
    if (entry->id != 0 && entry->address >= start && entry->address <= end)
      __atomic_store_n(&entry->address, FORGOTTEN, __ATOMIC_RELAXED);
  }
}
