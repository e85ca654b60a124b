/*
 * glibc's own names of its functions. A program that defines malloc itself calls these from there; so that nothing is missed,
 * and nothing told twice, they are recorded unless another allocator stands between, which may use them.
 */
#define _GNU_SOURCE
#include "../../wasm/include/heapscope/records.h"
#include "calls.h"
#include "events.h"
#include "real.h"

#define FRAME __builtin_frame_address(0)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void __libc_free(void *block);
void *__libc_memalign(size_t alignment, size_t size);
void *__libc_valloc(size_t size);
void *__libc_pvalloc(size_t size);

HS_EXPORT void *__libc_malloc(size_t size) {
  void *block = HS_NEXT(__libc_malloc)(size);
  if (hs_real_is_glibc()) hs_allocated(HS_OP_MALLOC, size, block, FRAME);
  return block;
}

HS_EXPORT void *__libc_calloc(size_t count, size_t size) {
  void *block = HS_NEXT(__libc_calloc)(count, size);
  if (hs_real_is_glibc()) hs_allocated(HS_OP_CALLOC, block ? count * size : SIZE_MAX, block, FRAME);
  return block;
}

HS_EXPORT void *__libc_realloc(void *block, size_t size) {
  if (hs_real_is_glibc() && block && !hs_reallocating(block, FRAME)) return NULL;
  void *moved = HS_NEXT(__libc_realloc)(block, size);
  if (hs_real_is_glibc()) hs_reallocated(HS_OP_REALLOC, block, size, moved, FRAME);
  return moved;
}

HS_EXPORT void __libc_free(void *block) {
  if (!block || (hs_real_is_glibc() && !hs_freeing(block, FRAME))) return;
  HS_NEXT(__libc_free)(block);
}

HS_EXPORT void *__libc_memalign(size_t alignment, size_t size) {
  void *block = HS_NEXT(__libc_memalign)(alignment, size);
  if (hs_real_is_glibc()) hs_allocated(HS_OP_MEMALIGN, size, block, FRAME);
  return block;
}

HS_EXPORT void *__libc_valloc(size_t size) {
  void *block = HS_NEXT(__libc_valloc)(size);
  if (hs_real_is_glibc()) hs_allocated(HS_OP_VALLOC, size, block, FRAME);
  return block;
}

HS_EXPORT void *__libc_pvalloc(size_t size) {
  void *block = HS_NEXT(__libc_pvalloc)(size);
  if (hs_real_is_glibc()) hs_allocated(HS_OP_PVALLOC, size, block, FRAME);
  return block;
}
