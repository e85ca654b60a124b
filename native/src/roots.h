/* Where a leak scan begins: the memory that isn't the heap. */
#ifndef HEAPSCOPE_ROOTS_H
#define HEAPSCOPE_ROOTS_H

#include "maps.h"

enum { HS_MAX_ROOTS = 32768 };

struct hs_roots {
  uint32_t count;
  struct hs_range ranges[HS_MAX_ROOTS];
  /* Words that are roots as they are. */
  uint32_t word_count;
  uint64_t words[HS_MAX_ROOTS];
};

/*
 * Writable segments of all modules but this library, the stacks of all threads from their stack pointers on (and with them
 * their thread-local variables), and what the program has mapped. `from` is where the calling thread's stack
 * begins to count.
 */
void hs_find_roots(struct hs_roots *roots, uint64_t from);
/* By the main thread, before main: where its thread-local variables are. */
void hs_note_main_tls(void);

#endif
