/* The ELF files whose code has been seen on a stack. */
#ifndef HEAPSCOPE_MODULES_H
#define HEAPSCOPE_MODULES_H

#include "system.h"

struct hs_module {
  uint64_t start, end, bias;
  const uint8_t *eh_frame_hdr; /* NULL: it has none */
  const void *link_map;        /* NULL: gone */
};

/* The module that holds `pc`, or NULL. Tells of it when it is new. Under hs_process_lock. */
const struct hs_module *hs_module_of(uint64_t pc);
/* Whether an address lies in any module's image, also one that isn't known. */
bool hs_in_module(const void *address);
bool hs_in_same_module(const void *one, const void *other);
/* Some may have been unloaded. */
void hs_modules_changed(void);

#endif
