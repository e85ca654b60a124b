/*
 * Where undefined values come from, found by trying: the host makes the run again and again with some of its origins undefined
 * and all others defined, and sees which findings are still made. (Runs are deterministic, and no value depends on what counts as
 * defined.) An origin is a call stack that allocates, a byte of a function's frame (four where there are many), or a place where a function
 * takes memory below its frame (alloca(), an array of variable length); they are numbered in the order in which they are first met,
 * which is the same in each run.
 */
#include "heapscope/state.h"

struct origin {
  uint32_t place;  /* node of the allocating stack, or a site of the function; and bit 31 for frames. 0: a free entry */
  uint32_t offset; /* in the frame, or BELOW */
  uint32_t number;
  uint32_t
      first; /* the first block that was allocated there; of memory below a frame how many bytes that had the first time */
};
_Static_assert(sizeof(struct origin) == 16, "HS_ORIGINS_SIZE entries must fit their region");

#define origins ((struct origin *)HS_ORIGINS_BASE)
#define wanted ((uint8_t *)HS_WANTED_BASE)
#define FRAME 0x80000000u
#define BELOW 0x80000000u
#define MOST_ORIGINS (HS_ORIGINS_SIZE / 4 * 3)

static const struct origin *find_origin(uint32_t place, uint32_t offset, uint32_t first) {
  uint32_t hash = place * 0x85ebca6bu ^ offset * 0x9e3779b1u;
  hash ^= hash >> 15;
  for (;; hash++) {
    struct origin *entry = &origins[hash & (HS_ORIGINS_SIZE - 1)];
    if (entry->place == place && entry->offset == offset) return entry;
    if (entry->place) continue;
    if (hs->origin_count >= MOST_ORIGINS) return NULL;
    *entry = (struct origin){place, offset, ++hs->origin_count, first};
    return entry;
  }
}

static void undefine(uint32_t address, uint32_t n, const struct origin *origin) {
  bool undefined = origin && (wanted[origin->number / 8] >> (origin->number % 8) & 1);
  hs_fill(hs_values(address), undefined ? 0xff : 0, n);
}

/* In so few bytes each is an origin of its own, as they may be several small variables. */
#define FEW 256u

static void undefine_words(uint32_t site, uint32_t frame_base, uint32_t address, uint32_t n) {
  uint32_t end = address + n, unit = n <= FEW ? 1 : 4;
  while (address < end) {
    uint32_t start = address & ~(unit - 1), next = start + unit;
    if (next > end) next = end;
    undefine(address, next - address, find_origin(site | FRAME, start - frame_base, 0));
    address = next;
  }
}

/* Of a frame that is being entered. */
HS_EXPORT(__heapscope_frame_undefined)
void __heapscope_frame_undefined(uint32_t base, uint32_t offset, uint32_t n, uint32_t site) {
  hs->entered_frame = base;
  hs->entered_end = base + offset + n;
  hs->entered_site = site;
  undefine_words(site, base, base + offset, n);
}

/* Of memory that a function of the program's takes on the stack. The function entered last may have no call slot yet. */
static void undefine_local(uint32_t address, uint32_t n) {
  struct hs_slot *slot = hs_current_slot();
  if (address >= hs->entered_frame && address < hs->entered_end)
    undefine_words(hs->entered_site, hs->entered_frame, address, n);
  else if (address < slot->frame_base)
    undefine(address, n, find_origin(slot->site | FRAME, BELOW, n));
  else
    undefine_words(slot->site, slot->frame_base, address, n);
}

void hs_undefine(uint32_t address, uint32_t n) {
  if (hs_on_stack(address))
    undefine_local(address, n);
  else
    undefine(address, n, find_origin(hs_current_stack(), 0, hs->next_id - 1));
}
