/* The malloc family, in front of the C library's. reallocarray is realloc after a check, as in glibc. */
#define _GNU_SOURCE
#include "events.h"
#include "real.h"
#include "system.h"

#include "../../wasm/include/heapscope/records.h"

#include <errno.h>
#include <string.h>

enum { PAGE_BYTES = 4096 };

#define EXPORT __attribute__((visibility("default")))
#define CALLER __builtin_return_address(0)

/*
 * The hooks that glibc had until 2.34 (its manual of then, "Memory Allocation Hooks"), for programs linked with this library: what
 * they call in turn, with their hooks taken back, is recorded.
 */
EXPORT void *(*volatile __malloc_hook)(size_t size, const void *caller);
EXPORT void *(*volatile __realloc_hook)(void *block, size_t size, const void *caller);
EXPORT void *(*volatile __memalign_hook)(size_t alignment, size_t size, const void *caller);
EXPORT void (*volatile __free_hook)(void *block, const void *caller);

/* As glibc did, where the hook for a function is set. */
#define ASK_HOOK(hook, ...)                                                                                            \
  do {                                                                                                                 \
    __typeof__(hook) asked = hook;                                                                                     \
    if (HS_UNLIKELY(asked != NULL)) return asked(__VA_ARGS__, CALLER);                                                 \
  } while (0)
/* The frame of the hook: its caller's registers and return address are found from there. */
#define FRAME __builtin_frame_address(0)

EXPORT void *malloc(size_t size) {
  ASK_HOOK(__malloc_hook, size);
  void *block = hs_real.malloc(size);
  hs_allocated(HS_OP_MALLOC, size, block, FRAME);
  return block;
}

EXPORT void *calloc(size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) bytes = SIZE_MAX;
  void *(*hook)(size_t, const void *) = __malloc_hook;
  if (HS_UNLIKELY(hook != NULL)) {
    void *made = hook(bytes, CALLER);
    return made ? memset(made, 0, bytes) : NULL;
  }
  void *block = hs_real.calloc(count, size);
  hs_allocated(HS_OP_CALLOC, bytes, block, FRAME);
  return block;
}

EXPORT void free(void *block) {
  void (*hook)(void *, const void *) = __free_hook;
  if (HS_UNLIKELY(hook != NULL)) {
    hook(block, CALLER);
    return;
  }
  if (!block) return;
  if (hs_freeing(block, FRAME)) hs_real.free(block);
}

static void *reallocate(enum hs_allocation_op op, void *block, size_t size, const void *frame) {
  if (block && !hs_reallocating(block, frame)) return NULL;
  void *moved = hs_real.realloc(block, size);
  hs_reallocated(op, block, size, moved, frame);
  return moved;
}

EXPORT void *realloc(void *block, size_t size) {
  ASK_HOOK(__realloc_hook, block, size);
  return reallocate(HS_OP_REALLOC, block, size, FRAME);
}

EXPORT void *reallocarray(void *block, size_t count, size_t size) {
  size_t bytes;
  if (__builtin_mul_overflow(count, size, &bytes)) {
    hs_allocated(HS_OP_REALLOCARRAY, SIZE_MAX, NULL, FRAME);
    errno = ENOMEM;
    return NULL;
  }
  ASK_HOOK(__realloc_hook, block, bytes);
  return reallocate(HS_OP_REALLOCARRAY, block, bytes, FRAME);
}

EXPORT void *aligned_alloc(size_t alignment, size_t size) {
  ASK_HOOK(__memalign_hook, alignment, size);
  void *block = hs_real.aligned_alloc(alignment, size);
  hs_allocated(HS_OP_ALIGNED_ALLOC, size, block, FRAME);
  return block;
}

EXPORT int posix_memalign(void **block, size_t alignment, size_t size) {
  void *(*hook)(size_t, size_t, const void *) = __memalign_hook;
  if (HS_UNLIKELY(hook != NULL)) {
    void *made = hook(alignment, size, CALLER);
    if (!made) return ENOMEM;
    *block = made;
    return 0;
  }
  int error = hs_real.posix_memalign(block, alignment, size);
  hs_allocated(HS_OP_POSIX_MEMALIGN, size, error ? NULL : *block, FRAME);
  return error;
}

EXPORT void *memalign(size_t alignment, size_t size) {
  ASK_HOOK(__memalign_hook, alignment, size);
  void *block = hs_real.memalign(alignment, size);
  hs_allocated(HS_OP_MEMALIGN, size, block, FRAME);
  return block;
}

EXPORT void *valloc(size_t size) {
  ASK_HOOK(__memalign_hook, PAGE_BYTES, size);
  void *block = hs_real.valloc(size);
  hs_allocated(HS_OP_VALLOC, size, block, FRAME);
  return block;
}

EXPORT void *pvalloc(size_t size) {
  ASK_HOOK(__memalign_hook, PAGE_BYTES, (size + PAGE_BYTES - 1) & ~(size_t)(PAGE_BYTES - 1));
  void *block = hs_real.pvalloc(size);
  hs_allocated(HS_OP_PVALLOC, size, block, FRAME);
  return block;
}

EXPORT size_t malloc_usable_size(void *block) { return hs_real.malloc_usable_size(block); }
