/*
 * Linked before all other objects, so that these come first in their sections: clang's redzones lie behind each variable, and
 * the first one would have none before it. __asan_init makes redzones of them.
 */
#include "heapscope/globals.h"

char __heapscope_before_data[HS_BEFORE_GLOBALS] __attribute__((aligned(32))) = {1};
char __heapscope_before_bss[HS_BEFORE_GLOBALS] __attribute__((aligned(32)));
const char __heapscope_before_constants[HS_BEFORE_GLOBALS] __attribute__((aligned(32))) = {1};
