/*
 * Call stacks, interned as a tree: a node is (parent node, call site), so that equal stacks have equal numbers.
 *
 *     main:12 -> 1      push:5 under 1 -> 2      grow:40 under 2 -> 3      push:5 under nothing -> 4
 *
 * Most events come from a stack that was seen before: a 64-bit hash over all its sites leads straight to its node. For a new
 * one the tree is walked; there the slots of the calls in progress cache their node, so that a slot whose site and parent are
 * those it was interned with needs no look-up.
 */
#include "heapscope/state.h"

struct node {
  uint32_t parent;
  uint32_t site;
};

#define nodes ((struct node *)HS_NODES_BASE)
#define hash_table ((uint32_t *)HS_NODE_HASH_BASE)

/*
 * What whole stacks were seen last, by hash, in sets that are a cache line each; an entry may be overwritten at any time. A table that
 * is much larger than what a program needs would push its own memory out of the caches.
 */
#define seen_stacks ((struct hs_stack *)HS_SEEN_BASE)
#define SEEN_WAYS 4u

/*
 * A deeper stack (recursion) keeps its outermost and innermost frames, with a node of site 0 for those left out: otherwise
 * every path through a recursive data structure would be a stack of its own.
 */
#define KEPT_OUTER 3
#define KEPT_INNER 9

/* For probes: a longjmp landed in the function whose call slot ends here. In a window, the functions that it left are said to end. */
HS_EXPORT(__heapscope_unwound) void __heapscope_unwound(uint32_t slot) {
  while (hs->slot > slot) {
    hs->slot -= HS_SLOT_BYTES;
    if (hs->recording) *hs_reserve(1) = HS_RECORD_LEAVE;
  }
}

static uint32_t hash_of(uint32_t parent, uint32_t site) {
  uint32_t hash = (parent * 0x9e3779b1u) ^ (site * 0x85ebca6bu);
  return hash ^ hash >> 15;
}

/* Puts all nodes into a table of this size, which is twice the one before or, in a child's fresh memory, the first. */
static void rebuild_table(uint32_t size) {
  hs_raw_fill(hash_table, 0, hs->hash_size * sizeof *hash_table);
  hs->hash_size = size;
  for (uint32_t i = 1; i <= hs->node_count; i++) {
    uint32_t hash = hash_of(nodes[i].parent, nodes[i].site);
    while (hash_table[hash & (size - 1)] != 0) hash++;
    hash_table[hash & (size - 1)] = i;
  }
}

static uint32_t intern(uint32_t parent, uint32_t site) {
  /* Entries lie anywhere in the table: a small one takes fewer pages of memory. */
  if (2 * hs->node_count >= hs->hash_size && hs->hash_size < HS_NODE_HASH_SIZE)
    rebuild_table(hs->hash_size ? hs->hash_size * 2 : HS_NODE_HASH_FIRST);
  uint32_t hash = hash_of(parent, site);
  for (;; hash++) {
    uint32_t *entry = &hash_table[hash & (hs->hash_size - 1)];
    if (*entry == 0) {
      if (hs->node_count >= HS_NODES_MAX - 1) return parent;
      *entry = ++hs->node_count;
      nodes[*entry] = (struct node){parent, site};
      uint32_t *record = hs_reserve(2);
      record[0] = site << HS_KIND_BITS | HS_RECORD_STACK;
      record[1] = parent;
      return *entry;
    }
    if (nodes[*entry].parent == parent && nodes[*entry].site == site) return *entry;
  }
}

static uint32_t intern_slots(uint32_t node, struct hs_slot *slot, struct hs_slot *end) {
  for (; slot < end; slot++) {
    if (slot->cached_site != slot->site || slot->cached_parent != node || slot->cached_node == 0) {
      slot->cached_node = intern(node, slot->site);
      slot->cached_site = slot->site;
      slot->cached_parent = node;
    }
    node = slot->cached_node;
  }
  return node;
}

/* A sum of products, so that no step waits for the one before; each place in the stack has an odd multiplier of its own. */
static uint64_t hash_slots(uint64_t multiplier, const struct hs_slot *slot, const struct hs_slot *end) {
  uint64_t hash = 0;
  for (; slot < end; slot++) {
    hash += (slot->site + 1) * multiplier;
    multiplier += 0xd1342543de82ef94ull;
  }
  return hash;
}

const struct hs_stack *hs_find_stack(void) {
  struct hs_slot *end = (struct hs_slot *)hs->slot;
  struct hs_slot *start = (struct hs_slot *)HS_SLOTS_BASE;
  bool deep = end - start > KEPT_OUTER + KEPT_INNER;
  struct hs_slot *outer_end = deep ? start + KEPT_OUTER : end;
  struct hs_slot *inner = deep ? end - KEPT_INNER : end;
  uint64_t hash = hash_slots(0x9e3779b97f4a7c15ull, start, outer_end);
  if (deep) hash += hash_slots(0xbf58476d1ce4e5b9ull, inner, end);
  hash ^= hash >> 29;
  struct hs_stack *set = &seen_stacks[hash & (HS_SEEN_SIZE - SEEN_WAYS)];
  for (uint32_t way = 0; way < SEEN_WAYS; way++)
    if (set[way].hash == hash && set[way].node != 0) return &set[way];
  uint32_t node = intern_slots(0, start, outer_end);
  if (deep) node = intern_slots(intern(node, 0), inner, end);
  /* The newest comes first, and the oldest goes. */
  for (uint32_t way = SEEN_WAYS - 1; way > 0; way--) set[way] = set[way - 1];
  *set = (struct hs_stack){hash, node, hs_host_is_libcs(node)};
  return set;
}

bool hs_is_programs_stack(uint32_t node) {
  for (; node; node = nodes[node].parent)
    if (nodes[node].site >= hs->user_sites && nodes[node].site < hs->user_sites_end) return true;
  return false;
}

/* For the host: where the running task is. */
HS_EXPORT(__heapscope_stack) uint32_t __heapscope_stack(void) { return hs_current_stack(); }

/* For the host, in a child that got its parent's nodes and neither of the tables. */
HS_EXPORT(__heapscope_forked) void __heapscope_forked(void) {
  uint32_t size = hs->hash_size;
  hs->hash_size = 0;
  if (size) rebuild_table(size);
}
