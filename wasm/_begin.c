/* The first of the shim's objects, as its name sorts: the instrumenter takes all functions from here to zz_end.c for our own. */
#include "heapscope/state.h"

HS_EXPORT(__heapscope_begin) void __heapscope_begin(void) {}
