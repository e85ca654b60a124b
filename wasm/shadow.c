/* Shadow memory: setting it and searching it. */
#include "heapscope/state.h"

void hs_fill_values(uint32_t address, uint32_t n, bool undefined) {
  if (!hs->precise) return;
  if (undefined && hs->tries_origins)
    hs_undefine(address, n);
  else
    hs_fill(hs_values(address), undefined ? 0xff : 0, n);
}

/*
 * libc's frames count as defined, and printf's takes 8 KB. What one of them has marked stays so until a frame of the program
 * is marked in the same place: the stack in [clean_low, clean_high) need not be marked again.
 * What lies right below a frame of the program's is given back when libc returns to it, so that an index below the lowest
 * array of that frame does not pass for one of libc's variables.
 */
#define GIVEN_BACK 256u
HS_EXPORT(__heapscope_libc_left) void __heapscope_libc_left(uint32_t stack_pointer) {
  uint32_t from = stack_pointer - GIVEN_BACK;
  hs_raw_fill(hs_shadow(from), HS_UNALLOCATED, GIVEN_BACK);
  hs->clean_high = from;
}

HS_EXPORT(__heapscope_libc_frame) void __heapscope_libc_frame(uint32_t base, uint32_t size) {
  uint32_t end = base + size;
  bool is_any_clean = hs->clean_low < hs->clean_high;
  /* A frame a little above what is clean: what is between them becomes so too, or all below would have to be marked anew. */
  bool starts_clean =
      is_any_clean && hs->clean_low <= base && base <= hs->clean_high + GIVEN_BACK && hs->clean_high < end;
  uint32_t from = starts_clean ? hs->clean_high : base;
  hs_raw_fill(hs_shadow(from), HS_DEFINED, end - from);
  hs_fill_values(from, end - from, false);
  if (end > hs->stack_high) return;
  bool joins = starts_clean || (is_any_clean && base <= hs->clean_high && end >= hs->clean_low);
  hs->clean_low = joins && hs->clean_low < base ? hs->clean_low : base;
  hs->clean_high = joins && hs->clean_high > end ? hs->clean_high : end;
}

void hs_fill_shadow(uint32_t address, uint32_t n, uint8_t state) {
  if (n == 0) return;
  if (address < hs->clean_high) hs->clean_high = address;
  if (address + n > hs->heap_top) hs->marked_beyond = 1;
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
