#include "rules.h"

#include "cfi.h"
#include "modules.h"
#include "recorder.h"

#include <string.h>

struct hs_rule_table *hs_rule_table;

enum { FIRST_BITS = 12 };
/* An entry whose rule is forgotten. No address is 1. */
#define FORGOTTEN_KEY 1ul
#define FORGOTTEN_RULE 1ul

static struct hs_rule_table *new_table(uint32_t bits) {
  struct hs_rule_table *table = hs_map(sizeof *table + (sizeof(struct hs_rule_entry) << bits));
  if (table) table->shift = 64 - bits;
  return table;
}

static void insert(struct hs_rule_table *table, uint64_t key, uint64_t rule) {
  uint64_t mask = ~0ul >> table->shift;
  for (uint64_t at = hs_hash(key) >> table->shift;; at = (at + 1) & mask) {
    struct hs_rule_entry *entry = &table->entries[at];
    bool empty = (entry->check | entry->rule) == 0;
    if (!empty && (entry->check ^ entry->rule) != FORGOTTEN_KEY) continue;
    if (empty) table->used++;
    __atomic_store_n(&entry->rule, rule, __ATOMIC_RELAXED);
    __atomic_store_n(&entry->check, key ^ rule, __ATOMIC_RELAXED);
    return;
  }
}

/* The old table stays: others may be reading it. */
static void grow(void) {
  struct hs_rule_table *old = hs_rule_table;
  uint32_t bits = old ? 64 - old->shift : FIRST_BITS - 1;
  struct hs_rule_table *table = new_table(bits + 1);
  if (!table) return;
  for (uint64_t at = 0; old && at < 1ul << bits; at++) {
    struct hs_rule_entry entry = old->entries[at];
    uint64_t key = entry.check ^ entry.rule;
    if (key != 0 && key != FORGOTTEN_KEY) insert(table, key, entry.rule);
  }
  __atomic_store_n(&hs_rule_table, table, __ATOMIC_RELEASE);
}

/* Code without tables: perhaps it keeps a frame pointer. What that gives is used only while it stays on the stack. */
static struct hs_rule by_frame_pointer(void) {
  return (struct hs_rule){
      .kind = HS_RULE_UNWIND, .from_rbp = 1, .rbp_saved = 1, .cfa = 2, .return_slot = -1, .rbp_slot = -2};
}

struct hs_rule hs_find_rule(uint64_t key) {
  uint64_t pc = key & ~HS_EXACT;
  hs_lock(&hs_process_lock);
  const struct hs_module *module = hs_module_of(key & HS_EXACT ? pc : pc - 1);
  struct hs_rule rule = {.kind = HS_RULE_NONE};
  if (module && module->eh_frame_hdr) rule = hs_cfi_rule(module->eh_frame_hdr, pc, (key & HS_EXACT) != 0);
  if (rule.kind == HS_RULE_NONE) rule = by_frame_pointer();
  uint64_t bits;
  memcpy(&bits, &rule, sizeof bits);
  if (!hs_rule_table || hs_rule_table->used >= (1ul << (64 - hs_rule_table->shift)) / 2) grow();
  struct hs_rule_table *table = hs_rule_table;
  // Full, and no memory to grow: then it is looked up every time.
  if (table && table->used < (1ul << (64 - table->shift)) / 4 * 3) insert(table, key, bits);
  hs_unlock(&hs_process_lock);
  return rule;
}

void hs_forget_rules(uint64_t start, uint64_t end) {
  struct hs_rule_table *table = hs_rule_table;
  for (uint64_t at = 0; table && at <= ~0ul >> table->shift; at++) {
    struct hs_rule_entry *entry = &table->entries[at];
    uint64_t pc = (entry->check ^ entry->rule) & ~HS_EXACT;
    if (pc < start || pc > end) continue;
    __atomic_store_n(&entry->rule, FORGOTTEN_RULE, __ATOMIC_RELAXED);
    __atomic_store_n(&entry->check, FORGOTTEN_KEY ^ FORGOTTEN_RULE, __ATOMIC_RELAXED);
  }
}
