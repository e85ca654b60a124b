/* What programs may hang into the allocator, and how they learn where they were called from. */
#ifndef HEAPSCOPE_HOOKS_H
#define HEAPSCOPE_HOOKS_H

#include <stddef.h>
#include <stdint.h>

/* glibc's, until 2.34; see malloc.h. */
extern void *(*volatile __malloc_hook)(size_t, const void *);
extern void *(*volatile __realloc_hook)(void *, size_t, const void *);
extern void *(*volatile __memalign_hook)(size_t, size_t, const void *);
extern void (*volatile __free_hook)(void *, const void *);

/* mtrace's: told of every call, after it was done (of a free before). `old` is what realloc and free were given. */
extern void (*hs_heap_observer)(const void *caller, void *old, void *block, size_t size);

/* A code address as debug information has them: in the call by which the n-th function from the running one was called; 0: none. */
void *__heapscope_return_address(unsigned n);
/* Call what hangs there, which must be something. */
void *hs_hooked_malloc(size_t size);
void *hs_hooked_realloc(void *p, size_t size);
void *hs_hooked_memalign(size_t alignment, size_t size);
void hs_hooked_free(void *p);
void hs_observe(void *old, void *block, size_t size);

/* Sums over the heap. */
struct hs_heap_usage {
  size_t arena; /* bytes taken from the system */
  size_t used;  /* bytes of blocks in use */
  size_t used_blocks;
  size_t free_blocks;
};
struct hs_heap_usage hs_heap_usage(void);

enum hs_block_state { HS_BLOCK_LIVE, HS_BLOCK_FREED, HS_BLOCK_UNKNOWN };
enum hs_block_state hs_block_state(const void *p);

#endif
