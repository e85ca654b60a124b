/* What the hooks of the malloc family report. `frame` is the hook's frame address. errno stays as it is. */
#ifndef HEAPSCOPE_EVENTS_H
#define HEAPSCOPE_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `block` NULL: it failed. `op` is an enum hs_allocation_op. */
void hs_allocated(uint32_t op, size_t size, void *block, const void *frame);
/* Before the real free. False: it must be left out. May abort the program. */
bool hs_freeing(void *block, const void *frame);
/* Before the real realloc of a block. As hs_freeing. */
bool hs_reallocating(void *block, const void *frame);
/* After it. `block` was NULL, or has been reported to hs_reallocating. */
void hs_reallocated(uint32_t op, void *block, size_t size, void *moved, const void *frame);

#endif
