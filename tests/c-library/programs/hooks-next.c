/* The allocator's functions replaced by the program's own, over the next in link order. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);
static void *(*next_aligned)(size_t, size_t);
static int (*next_posix)(void **, size_t, size_t);
static void (*next_free)(void *);
static int mallocs, callocs, reallocs, aligneds, frees;

#define NEXT(which, name)                                                                                              \
  if (!which) *(void **)&which = dlsym(RTLD_NEXT, name)

void *malloc(size_t size) {
  NEXT(next_malloc, "malloc");
  mallocs++;
  return next_malloc(size);
}
void *calloc(size_t n, size_t size) {
  NEXT(next_calloc, "calloc");
  callocs++;
  return next_calloc(n, size);
}
void *realloc(void *block, size_t size) {
  NEXT(next_realloc, "realloc");
  reallocs++;
  return next_realloc(block, size);
}
void *aligned_alloc(size_t alignment, size_t size) {
  NEXT(next_aligned, "aligned_alloc");
  aligneds++;
  return next_aligned(alignment, size);
}
int posix_memalign(void **out, size_t alignment, size_t size) {
  NEXT(next_posix, "posix_memalign");
  aligneds++;
  return next_posix(out, alignment, size);
}
void free(void *block) {
  NEXT(next_free, "free");
  if (block) frees++;
  next_free(block);
}

static void show(void) { printf("%d %d %d %d %d\n", mallocs, callocs, reallocs, aligneds, frees); }

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  mallocs = callocs = frees = 0; /* what ran before main() is none of the program's */
  char *p = malloc(10);
  strcpy(p, "ten bytes");
  char *q = calloc(3, 10);
  p = realloc(p, 500);
  void *a = aligned_alloc(64, 128), *b = NULL;
  int result = posix_memalign(&b, 256, 10);
  printf("%s %d %d %d %d\n", p, q[29], (int)((uintptr_t)a % 64), (int)((uintptr_t)b % 256), result);
  show();
  free(p), free(q), free(a), free(b);
  show();
  printf("%d\n", dlsym(RTLD_DEFAULT, "no_such_function_anywhere") == NULL);
  return 0;
}
