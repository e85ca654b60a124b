/* glibc's allocator interface. */
#ifndef HEAPSCOPE_MALLOC_H
#define HEAPSCOPE_MALLOC_H

#include <features.h>
#include <stddef.h>
#include <stdio.h>

#include <__functions_malloc.h>

void *memalign(size_t, size_t);
void *valloc(size_t);
void *pvalloc(size_t);
void *reallocarray(void *, size_t, size_t);
void *aligned_alloc(size_t, size_t);
int posix_memalign(void **, size_t, size_t);
size_t malloc_usable_size(void *);

#endif
