/* Frees of what can't be freed. */
#ifndef HEAPSCOPE_MISUSE_H
#define HEAPSCOPE_MISUSE_H

#include "recorder.h"

/*
 * `address`, for which the table has `block` (or NULL), is to be freed and isn't live. Records it and ends the program as
 * glibc does; with HS_OPTION_CONTINUE gives true: the free must be left out. Gives false for a block that may come
 * from an allocator's functions which bypass the hooks.
 */
bool hs_misused(struct hs_thread *self, struct hs_block *block, void *address, const void *frame);

#endif
