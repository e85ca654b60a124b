/* How to unwind from a return address: found once in .eh_frame, then in a hash table that is read without a lock. */
#ifndef HEAPSCOPE_RULES_H
#define HEAPSCOPE_RULES_H

#include "system.h"

enum hs_rule_kind { HS_RULE_NONE = 0, HS_RULE_END = 1, HS_RULE_UNWIND = 2 };

/*
 * All offsets are in units of 8 bytes. The canonical frame address is rsp or rbp + cfa, or what stands there (`deref`). Slots lie
 * relative to it, but relative to rsp in a signal's frame, whose caller was interrupted.
 */
struct hs_rule {
  uint64_t kind : 2;
  uint64_t from_rbp : 1;
  uint64_t deref : 1;
  uint64_t signal : 1;
  uint64_t rbp_saved : 1;
  uint64_t rbp_from_rbp : 1; /* its slot is relative to rbp itself: in a frame that was realigned */
  int64_t cfa : 26;
  int64_t return_slot : 13;
  int64_t rbp_slot : 18;
};

struct hs_rule_entry {
  uint64_t check; /* key ^ rule: an entry that is half written is nobody's */
  uint64_t rule;
};

struct hs_rule_table {
  uint32_t shift; /* of a 64-bit hash */
  uint32_t used;
  struct hs_rule_entry entries[];
};

extern struct hs_rule_table *hs_rule_table;

#define HS_EXACT (1ul << 63)

static inline uint64_t hs_hash(uint64_t key) { return key * 0x9e3779b97f4a7c15u; }

/* Looks it up in the module's tables. */
struct hs_rule hs_find_rule(uint64_t key);

/* `interrupted`: the address is one that a signal interrupted. Else a call ends just before it. */
static inline struct hs_rule hs_rule_for(uint64_t address, bool interrupted) {
  uint64_t key = address | (interrupted ? HS_EXACT : 0);
  const struct hs_rule_table *table = __atomic_load_n(&hs_rule_table, __ATOMIC_ACQUIRE);
  if (HS_LIKELY(table != NULL)) {
    uint64_t mask = ~0ul >> table->shift;
    for (uint64_t at = hs_hash(key) >> table->shift;; at = (at + 1) & mask) {
      uint64_t rule = __atomic_load_n(&table->entries[at].rule, __ATOMIC_RELAXED);
      uint64_t check = __atomic_load_n(&table->entries[at].check, __ATOMIC_RELAXED);
      if (HS_LIKELY((check ^ rule) == key)) {
        struct hs_rule found;
        __builtin_memcpy(&found, &rule, sizeof found);
        return found;
      }
      if ((check | rule) == 0) break;
    }
  }
  return hs_find_rule(key);
}

/* The code at [start, end) is gone. Under hs_process_lock. */
void hs_forget_rules(uint64_t start, uint64_t end);

#endif
