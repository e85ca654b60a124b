/*
 * libc's entry points to the allocator. All but the __libc_ ones are weak: a program may define its own family over them, as on Linux.
 */
#include "heapscope/heap.h"
#include "heapscope/hooks.h"

#define WEAK __attribute__((weak))
#define ENOMEM_ERROR 48 /* wasi-libc's ENOMEM and EINVAL */
#define EINVAL_ERROR 28
#define LINUX_ENOMEM 12 /* for the program: see libc/errno.c */
#define LINUX_EINVAL 22
extern _Thread_local int errno;

static void *result(uint32_t payload) {
  if (!payload) errno = ENOMEM_ERROR;
  return (void *)payload;
}

static bool is_power_of_two(size_t n) { return n != 0 && (n & (n - 1)) == 0; }

/* An alignment that is none is rounded up, as glibc does it. */
static void *aligned(uint32_t op, size_t alignment, size_t size) {
  if (alignment > 0x80000000u) {
    errno = EINVAL_ERROR;
    return NULL;
  }
  size_t rounded = 16;
  while (rounded < alignment) rounded <<= 1;
  return result(hs_allocate(op, size, rounded));
}

void *__libc_malloc(size_t size) { return result(hs_allocate(HS_OP_MALLOC, size, 16)); }
void *__libc_calloc(size_t count, size_t size) { return result(hs_allocate_zeroed(HS_OP_CALLOC, count, size)); }
void *__libc_realloc(void *p, size_t size) {
  uint32_t payload = hs_reallocate(HS_OP_REALLOC, (uint32_t)p, size);
  return size == 0 ? (void *)payload : result(payload);
}
void *__libc_memalign(size_t alignment, size_t size) { return aligned(HS_OP_MEMALIGN, alignment, size); }
void *__libc_aligned_alloc(size_t alignment, size_t size) { return aligned(HS_OP_ALIGNED_ALLOC, alignment, size); }
void *__libc_valloc(size_t size) { return aligned(HS_OP_VALLOC, 4096, size); }
void *__libc_reallocarray(void *p, size_t count, size_t size) {
  uint64_t total = (uint64_t)count * size;
  if (total > 0x7fffffffu) return result(hs_fail_to_allocate(HS_OP_REALLOCARRAY, 0xffffffffu, HS_BAD_MALLOC_SIZE));
  return result(hs_reallocate(HS_OP_REALLOCARRAY, (uint32_t)p, (uint32_t)total));
}
void __libc_free(void *p) {
  if (p) hs_free(HS_OP_FREE, (uint32_t)p);
}
size_t __libc_malloc_usable_size(void *p) { return p ? hs_read_block((uint32_t)p).size : 0; }

/* Tells mtrace, and hands the block on. */
static void *observed(void *old, void *block, size_t size) {
  if (hs_heap_observer) hs_observe(old, block, size);
  return block;
}

WEAK void *malloc(size_t size) {
  if (__malloc_hook) return hs_hooked_malloc(size);
  return observed(NULL, __libc_malloc(size), size);
}
WEAK void *calloc(size_t count, size_t size) {
  if (!__malloc_hook) return observed(NULL, __libc_calloc(count, size), count * size);
  uint64_t total = (uint64_t)count * size;
  void *p = total > 0x7fffffffu ? NULL : hs_hooked_malloc((size_t)total);
  if (p) hs_set(p, 0, (uint32_t)total);
  return p;
}
WEAK void *realloc(void *p, size_t size) {
  if (__realloc_hook) return hs_hooked_realloc(p, size);
  void *block = __libc_realloc(p, size);
  /* A size of 0 frees. */
  if (p && size == 0) return observed(p, NULL, 0);
  return observed(p, block, size);
}
WEAK void free(void *p) {
  if (__free_hook) {
    hs_hooked_free(p);
  } else {
    if (p) observed(p, NULL, 0);
    __libc_free(p);
  }
}
/* glibc's old name of free. */
WEAK void cfree(void *p) { free(p); }
WEAK void *reallocarray(void *p, size_t count, size_t size) {
  void *block = __libc_reallocarray(p, count, size);
  return (uint64_t)count * size > 0x7fffffffu ? NULL : observed(p, block, count * size);
}
static void *hooked_aligned(uint32_t op, size_t alignment, size_t size) {
  if (__memalign_hook) return hs_hooked_memalign(alignment, size);
  return observed(NULL, aligned(op, alignment, size), size);
}
static int put_aligned(void **out, size_t alignment, size_t size, bool is_hooked) {
  if (!is_power_of_two(alignment) || alignment % sizeof(void *)) return LINUX_EINVAL;
  void *block = is_hooked ? hs_hooked_memalign(alignment, size)
                          : (void *)hs_allocate(HS_OP_POSIX_MEMALIGN, size, alignment < 16 ? 16 : alignment);
  if (!block) return LINUX_ENOMEM;
  hs_copy(out, &block, sizeof block);
  return 0;
}
int __libc_posix_memalign(void **out, size_t alignment, size_t size) {
  return put_aligned(out, alignment, size, false);
}
WEAK void *aligned_alloc(size_t alignment, size_t size) { return hooked_aligned(HS_OP_ALIGNED_ALLOC, alignment, size); }
WEAK void *memalign(size_t alignment, size_t size) { return hooked_aligned(HS_OP_MEMALIGN, alignment, size); }
WEAK void *valloc(size_t size) { return hooked_aligned(HS_OP_VALLOC, 4096, size); }
WEAK void *pvalloc(size_t size) { return hooked_aligned(HS_OP_PVALLOC, 4096, (size + 4095) & ~(size_t)4095); }
WEAK int posix_memalign(void **out, size_t alignment, size_t size) {
  bool is_hooked = __memalign_hook;
  int error = put_aligned(out, alignment, size, is_hooked);
  if (!error && !is_hooked) observed(NULL, *out, size);
  return error;
}
WEAK size_t malloc_usable_size(void *p) { return __libc_malloc_usable_size(p); }
