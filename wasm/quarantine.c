/*
 * Freed blocks wait in a list through the shadow of their payloads before their memory is given out again, as dangling pointers to them
 * may be about.
 */
#include "heapscope/heap.h"

/* The mark that a block is freed stays in the bytes that the link doesn't need. */
static uint32_t next_of(uint32_t payload) { return hs_gather(hs_load64(hs_shadow(payload))); }
static void set_next(uint32_t payload, uint32_t next) {
  hs_store64(hs_shadow(payload), hs_spread(next) | HS_FREED * 0x0101010000000000ull);
}

bool hs_release_oldest(void) {
  uint32_t payload = hs->quarantine_head;
  if (!payload) return false;
  hs->quarantine_head = next_of(payload);
  if (hs->quarantine_head == 0) hs->quarantine_tail = 0;
  uint32_t size = hs_read_block(payload).size;
  hs->quarantine_bytes -= size + HS_HEADER;
  hs_give_back(payload - HS_HEADER, HS_HEADER + hs_capacity(size));
  return true;
}

void hs_quarantine(uint32_t payload, uint32_t size) {
  set_next(payload, 0);
  if (hs->quarantine_tail)
    set_next(hs->quarantine_tail, payload);
  else
    hs->quarantine_head = payload;
  hs->quarantine_tail = payload;
  hs->quarantine_bytes += size + HS_HEADER;
  while (hs->quarantine_bytes > hs->quarantine_max && hs_release_oldest()) continue;
}
