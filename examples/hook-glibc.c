/*
 * Way 3: the hooks that glibc had until version 2.34. A hook takes itself out while it calls the real function, and puts itself
 * back. `caller` is where malloc was called.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

static void *(*old_malloc)(size_t size, const void *caller);
static void (*old_free)(void *block, const void *caller);
static void install(void);

static void restore(void) {
  __malloc_hook = old_malloc;
  __free_hook = old_free;
}

static void *my_malloc(size_t size, const void *caller) {
  restore();
  void *block = malloc(size);
  printf("[+%p] addr: %p, size: %d\n", caller, block, (int)size);
  install();
  return block;
}

static void my_free(void *block, const void *caller) {
  restore();
  free(block);
  printf("[-%p] addr: %p\n", caller, block);
  install();
}

static void install(void) {
  old_malloc = __malloc_hook;
  old_free = __free_hook;
  __malloc_hook = my_malloc;
  __free_hook = my_free;
}

int main(void) {
  install();
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p4);
  restore();
  return p3 == NULL;
}
