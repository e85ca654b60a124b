/* Copies and fills on the program's behalf: memory, shadow and undefined bits together. */
#include "heapscope/state.h"

#define LOADABLE 0x01
#define STORABLE 0x80

/* Shadow follows the copy where source and destination are good; the destination's own bounds stay as they are. */
static void copy_shadow(uint32_t destination, uint32_t source, uint32_t n) {
  if (hs_find_bad(source, n, LOADABLE) == source + n && hs_find_bad(destination, n, STORABLE) == destination + n) {
    hs_raw_fill(hs_shadow(destination), HS_DEFINED, n);
    return;
  }
  bool backwards = destination > source;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t k = backwards ? n - 1 - i : i;
    uint8_t from = *hs_shadow(source + k);
    uint8_t *to = hs_shadow(destination + k);
    if (!(*to & STORABLE)) continue;
    *to = from & STORABLE ? from : HS_DEFINED;
    /* What should not have been read has been found: it counts as defined. */
    if (!(from & STORABLE)) hs_fill_values(destination + k, 1, false);
  }
}

/* Copies as memmove does, after both ranges have been checked. */
void hs_copy(void *destination, const void *source, uint32_t n) {
  if (n == 0 || !hs_in_program((uint32_t)destination, n) || !hs_in_program((uint32_t)source, n)) return;
  hs_record_bulk(hs_current_slot()->site, (uint32_t)destination, source, n);
  hs_raw_copy(destination, source, n);
  if (hs->precise) hs_raw_copy(hs_values((uint32_t)destination), hs_values((uint32_t)source), n);
  copy_shadow((uint32_t)destination, (uint32_t)source, n);
}

void hs_set(void *destination, int value, uint32_t n) {
  if (n == 0 || !hs_in_program((uint32_t)destination, n)) return;
  hs_record_fill(hs_current_slot()->site, (uint32_t)destination, (uint8_t)value, n);
  hs_raw_fill(destination, value, n);
  uint32_t address = (uint32_t)destination;
  hs_fill_values(address, n, false);
  if (hs_find_bad(address, n, STORABLE) == address + n)
    hs_raw_fill(hs_shadow(address), HS_DEFINED, n);
  else
    for (uint32_t i = 0; i < n; i++)
      if (*hs_shadow(address + i) & STORABLE) *hs_shadow(address + i) = HS_DEFINED;
}

void hs_checked_copy(void *destination, const void *source, uint32_t n) {
  uint32_t d = (uint32_t)destination, s = (uint32_t)source;
  if (hs_in_program(d, n) && hs_in_program(s, n) && hs_all(s, n, LOADABLE) && hs_all(d, n, STORABLE)) {
    if (hs->recording) hs_record_bulk(hs_current_slot()->site, d, source, n);
    hs_move(destination, source, n);
    hs_fill(hs_shadow(d), HS_DEFINED, n);
    if (hs->precise) hs_move(hs_values(d), hs_values(s), n);
    return;
  }
  hs_check_addressable(source, n);
  hs_check_write(destination, n);
  hs_copy(destination, source, n);
}

void hs_checked_set(void *destination, int value, uint32_t n) {
  uint32_t d = (uint32_t)destination;
  if (hs_in_program(d, n) && hs_all(d, n, STORABLE)) {
    if (hs->recording) hs_record_fill(hs_current_slot()->site, d, (uint8_t)value, n);
    hs_fill(destination, (uint8_t)value, n);
    hs_fill(hs_shadow(d), HS_DEFINED, n);
    hs_fill_values(d, n, false);
    return;
  }
  hs_check_write(destination, n);
  hs_set(destination, value, n);
}

HS_EXPORT(__heapscope_memory_copy)
void __heapscope_memory_copy(uint32_t destination, uint32_t source, uint32_t n, uint32_t site) {
  hs_current_slot()->site = site;
  hs_checked_copy((void *)destination, (const void *)source, n);
}

HS_EXPORT(__heapscope_memory_fill)
void __heapscope_memory_fill(uint32_t destination, uint32_t value, uint32_t n, uint32_t site) {
  hs_current_slot()->site = site;
  hs_checked_set((void *)destination, (int)value, n);
}
