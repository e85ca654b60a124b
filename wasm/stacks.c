/*
 * Call stacks, interned as a tree: a node is (parent node, call site), so that equal stacks have equal numbers.
 *
 *     main:12 -> 1      push:5 under 1 -> 2      grow:40 under 2 -> 3      push:5 under nothing -> 4
 *
 * The slots of the calls in progress cache their node; going from the outermost slot inwards, a slot whose site and parent
 * are those it was interned with needs no look-up.
 */
#include "heapscope/state.h"

struct node {
  uint32_t parent;
  uint32_t site;
};

#define nodes ((struct node *)HS_NODES_BASE)
#define hash_table ((uint32_t *)HS_NODE_HASH_BASE)

/* Deeper stacks keep their innermost frames. */
#define MAX_DEPTH 192

struct hs_slot *hs_current_slot(void) { return (struct hs_slot *)(hs->slot - HS_SLOT_BYTES); }

static uint32_t intern(uint32_t parent, uint32_t site) {
  uint32_t hash = (parent * 0x9e3779b1u) ^ (site * 0x85ebca6bu);
  hash ^= hash >> 15;
  for (;; hash++) {
    uint32_t *entry = &hash_table[hash & (HS_NODE_HASH_SIZE - 1)];
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

uint32_t hs_current_stack(void) {
  struct hs_slot *end = (struct hs_slot *)hs->slot;
  struct hs_slot *slot = (struct hs_slot *)HS_SLOTS_BASE;
  if (end - slot > MAX_DEPTH) slot = end - MAX_DEPTH;
  uint32_t node = 0;
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
