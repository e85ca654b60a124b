/* <malloc.h> with the hooks that glibc 2.34 removed, for programs that are linked with -lheapscope, which defines them. */
#ifndef HEAPSCOPE_HOOKS_MALLOC_H
#define HEAPSCOPE_HOOKS_MALLOC_H

#include_next <malloc.h>

#ifdef __cplusplus
extern "C" {
#endif

extern void *(*volatile __malloc_hook)(size_t size, const void *caller);
extern void *(*volatile __realloc_hook)(void *block, size_t size, const void *caller);
extern void *(*volatile __memalign_hook)(size_t alignment, size_t size, const void *caller);
extern void (*volatile __free_hook)(void *block, const void *caller);

#ifdef __cplusplus
}
#endif

#endif
