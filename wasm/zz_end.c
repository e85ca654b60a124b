/* The last of the shim's objects; see _begin.c. */
#include "heapscope/state.h"

HS_EXPORT(__heapscope_end) void __heapscope_end(void) {}
