/* Shadow memory: setting it and searching it. */
#include "heapscope/state.h"

void hs_fill_values(uint32_t address, uint32_t n, bool undefined) {
  if (hs->precise) hs_fill(hs_values(address), undefined ? 0xff : 0, n);
}

void hs_fill_shadow(uint32_t address, uint32_t n, uint8_t state) {
  if (n == 0) return;
  hs_raw_fill(hs_shadow(address), state, n);
  hs_fill_values(address, n, state == HS_UNDEFINED);
  hs_record_shadow(state, address, n);
}

uint32_t hs_find_bad(uint32_t address, uint32_t n, uint8_t mask) {
  const uint8_t *shadow = hs_shadow(address);
  const uint8_t *end = shadow + n;
  uint64_t wide = mask * 0x0101010101010101ull;
  while (end - shadow >= 8) {
    uint64_t word;
    __builtin_memcpy(&word, shadow, 8);
    if ((word & wide) != wide) break;
    shadow += 8;
  }
  while (shadow < end && (*shadow & mask) == mask) shadow++;
  return (uint32_t)shadow - HS_LIMIT;
}
