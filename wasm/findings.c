/*
 * Recording findings. What happens at one place with one stack again and again is recorded in full so many times; after
 * that it is counted here, and the counts follow as records of their own when the host asks for them.
 */
#include "heapscope/state.h"

#define RECORDED_IN_FULL 50u
/* A run that is stopped from outside loses no more than this of a count. */
#define TOLD_AFTER 1024u
/* From here on the table keeps places only, whatever the stack: there are few of these. */
#define MOST_STACKS (HS_COUNTS_SIZE / 4 * 3)

struct count {
  uint32_t kind; /* and 1: an entry of zeros is free */
  uint32_t site;
  uint32_t stack; /* 0: any */
  uint32_t recorded;
  uint32_t pending;    /* findings that no record tells of yet */
  uint32_t next_dirty; /* of those that may have some: index + 1 of the next */
  uint32_t is_dirty;
  uint32_t last_step;
};
_Static_assert(sizeof(struct count) == 32, "HS_COUNTS_SIZE entries must fit their region");

#define counts ((struct count *)HS_COUNTS_BASE)

static struct count *find_count(uint32_t kind, uint32_t site, uint32_t stack) {
  uint32_t hash = kind * 0x27d4eb2fu ^ site * 0x85ebca6bu ^ stack * 0x9e3779b1u;
  hash ^= hash >> 15;
  for (uint32_t tries = 0; tries < HS_COUNTS_SIZE; tries++, hash++) {
    struct count *entry = &counts[hash & (HS_COUNTS_SIZE - 1)];
    if (entry->kind == kind + 1 && entry->site == site && entry->stack == stack) return entry;
    if (entry->kind == 0) {
      if (stack && hs->counted >= MOST_STACKS) return find_count(kind, site, 0);
      hs->counted++;
      entry->kind = kind + 1;
      entry->site = site;
      entry->stack = stack;
      return entry;
    }
  }
  return NULL;
}

static void tell(struct count *entry) {
  if (!entry->pending) return;
  uint32_t *record = hs_reserve(6);
  record[0] = HS_DETAIL_REPEATS << HS_KIND_BITS | HS_RECORD_DETAIL;
  record[1] = 16;
  record[2] = entry->kind - 1;
  record[3] = entry->site;
  record[4] = entry->stack;
  record[5] = entry->pending;
  entry->pending = 0;
}

static void count_only(struct count *entry) {
  if (!entry->is_dirty) {
    entry->is_dirty = 1;
    entry->next_dirty = hs->dirty_counts;
    hs->dirty_counts = (uint32_t)(entry - counts) + 1;
  }
  if (++entry->pending == TOLD_AFTER) tell(entry);
}

static void put_finding(uint32_t kind, uint32_t address, uint32_t size, uint32_t flags, uint32_t block, uint32_t site,
                        uint32_t stack, bool first) {
  uint32_t *record = hs_reserve(9);
  record[0] = kind << HS_KIND_BITS | HS_RECORD_FINDING;
  record[1] = address;
  record[2] = size;
  record[3] = flags;
  record[4] = block;
  record[5] = stack;
  record[6] = site;
  record[7] = (uint32_t)hs->steps;
  record[8] = (uint32_t)(hs->steps >> 32);
  hs_host_found(kind, address, first);
}

void hs_record_last_finding(uint32_t kind, uint32_t address, uint32_t size, uint32_t flags, uint32_t block) {
  put_finding(kind, address, size, flags, block, hs_current_slot()->site, hs_current_stack(), true);
}

bool hs_record_finding(uint32_t kind, uint32_t address, uint32_t size, uint32_t flags, uint32_t block) {
  uint32_t site = hs_current_slot()->site, stack = hs_current_stack();
  struct count *entry = find_count(kind, site, stack);
  if (entry && entry->recorded >= RECORDED_IN_FULL) {
    count_only(entry);
    return false;
  }
  if (entry) entry->recorded++;
  put_finding(kind, address, size, flags, block, site, stack, !entry || entry->recorded == 1);
  return true;
}

/* Whether this was asked before for the same site in the same statement. */
bool hs_is_repeat(uint32_t site) {
  struct count *entry = find_count(HS_NO_FINDING, site, 0);
  if (!entry) return true;
  bool repeat = entry->recorded && entry->last_step == (uint32_t)hs->steps;
  entry->recorded = 1;
  entry->last_step = (uint32_t)hs->steps;
  return repeat;
}

/* For the host, when the run is over: records that tell of all findings which were only counted. */
HS_EXPORT(__heapscope_tell_counts) void __heapscope_tell_counts(void) {
  while (hs->dirty_counts) {
    struct count *entry = &counts[hs->dirty_counts - 1];
    hs->dirty_counts = entry->next_dirty;
    entry->is_dirty = 0;
    tell(entry);
  }
}
