/* The functions that the hooks stand before: the next definitions in link order. */
#ifndef HEAPSCOPE_REAL_H
#define HEAPSCOPE_REAL_H

#include <stdbool.h>
#include <stddef.h>

struct hs_real {
  void *(*malloc)(size_t size);
  void *(*calloc)(size_t count, size_t size);
  void *(*realloc)(void *block, size_t size);
  void (*free)(void *block);
  void *(*aligned_alloc)(size_t alignment, size_t size);
  int (*posix_memalign)(void **block, size_t alignment, size_t size);
  void *(*memalign)(size_t alignment, size_t size);
  void *(*valloc)(size_t size);
  void *(*pvalloc)(size_t size);
  size_t (*malloc_usable_size)(void *block);
  int (*dlclose)(void *handle);
};

/* All set from the first call of any of them on. */
extern struct hs_real hs_real;
/* Whether they are the C library's own, and not another allocator's. */
bool hs_real_is_glibc(void);

#endif
