/*
 * Each pointer starts at a function which looks all of them up and then calls what was asked for. dlsym may allocate while
 * it looks: that comes out of a small buffer, which is never freed.
 */
#define _GNU_SOURCE
#include "real.h"

#include "blocks.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static bool looked_up, is_glibc;
static char early[16384] __attribute__((aligned(16)));
static size_t early_used;
static __thread bool looking __attribute__((tls_model("initial-exec")));

static void *early_malloc(size_t size) {
  size_t rounded = (size + 31) & ~(size_t)15;
  size_t at = __atomic_fetch_add(&early_used, rounded, __ATOMIC_RELAXED);
  if (size > sizeof early || at + rounded > sizeof early) return NULL;
  *(size_t *)(early + at) = size;
  return early + at + 16;
}

static bool is_early(const void *block) { return (uintptr_t)block - (uintptr_t)early < sizeof early; }

static void *early_realloc(void *block, size_t size) {
  void *moved = early_malloc(size);
  if (!moved || !block) return moved;
  size_t before = *(size_t *)((char *)block - 16);
  return memcpy(moved, block, before < size ? before : size);
}

static void look_up(void);

static void *first_malloc(size_t size) {
  if (looking) return early_malloc(size);
  look_up();
  return hs_real.malloc(size);
}
static void *first_calloc(size_t count, size_t size) {
  if (looking) return early_malloc(count * size);
  look_up();
  return hs_real.calloc(count, size);
}
static void *first_realloc(void *block, size_t size) {
  if (looking) return early_realloc(block, size);
  look_up();
  return hs_real.realloc(block, size);
}
static void first_free(void *block) {
  if (looking || is_early(block)) return;
  look_up();
  hs_real.free(block);
}
static void *first_aligned_alloc(size_t alignment, size_t size) {
  look_up();
  return hs_real.aligned_alloc(alignment, size);
}
static int first_posix_memalign(void **block, size_t alignment, size_t size) {
  look_up();
  return hs_real.posix_memalign(block, alignment, size);
}
static void *first_memalign(size_t alignment, size_t size) {
  look_up();
  return hs_real.memalign(alignment, size);
}
static void *first_valloc(size_t size) {
  look_up();
  return hs_real.valloc(size);
}
static void *first_pvalloc(size_t size) {
  look_up();
  return hs_real.pvalloc(size);
}
static size_t first_malloc_usable_size(void *block) {
  look_up();
  return hs_real.malloc_usable_size(block);
}
static int first_dlclose(void *handle) {
  look_up();
  return hs_real.dlclose(handle);
}

struct hs_real hs_real = {
    first_malloc,         first_calloc,   first_realloc, first_free,    first_aligned_alloc,
    first_posix_memalign, first_memalign, first_valloc,  first_pvalloc, first_malloc_usable_size,
    first_dlclose,
};

/* After an early block nothing may be taken for it: free and realloc ask first for as long as there is one. */
static void (*next_free)(void *block);
static void *(*next_realloc)(void *block, size_t size);

static void careful_free(void *block) {
  if (!is_early(block)) next_free(block);
}

static void *careful_realloc(void *block, size_t size) {
  if (!is_early(block)) return next_realloc(block, size);
  void *moved = hs_real.malloc(size);
  size_t before = *(size_t *)((char *)block - 16);
  return moved ? memcpy(moved, block, before < size ? before : size) : NULL;
}

static void look_up(void) {
  int error = errno;
  looking = true;
  struct hs_real found = hs_real;
  void *(*next)(size_t);
  // What isn't there keeps its first function, which nobody can then have called.
#define FIND(name)                                                                                                     \
  do {                                                                                                                 \
    void *address = dlsym(RTLD_NEXT, #name);                                                                           \
    if (address) memcpy(&found.name, &address, sizeof address);                                                        \
  } while (0)
  FIND(malloc);
  FIND(calloc);
  FIND(realloc);
  FIND(free);
  FIND(aligned_alloc);
  FIND(posix_memalign);
  FIND(memalign);
  FIND(valloc);
  FIND(pvalloc);
  FIND(malloc_usable_size);
  FIND(dlclose);
#undef FIND
  void *glibc = dlsym(RTLD_NEXT, "__libc_malloc");
  memcpy(&next, &glibc, sizeof next);
  is_glibc = found.malloc == next;
  hs_blocks_for(is_glibc);
  if (early_used > 0) {
    next_free = found.free;
    next_realloc = found.realloc;
    found.free = careful_free;
    found.realloc = careful_realloc;
  }
  hs_real = found;
  looked_up = true;
  looking = false;
  errno = error;
}

bool hs_real_is_glibc(void) {
  if (!looked_up && !looking) look_up();
  return is_glibc;
}
