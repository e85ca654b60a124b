/* The hooks that glibc had until version 2.34: pointers to functions that malloc and free call in their own place. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

static void *(*old_malloc_hook)(size_t size, const void *caller);
static void (*old_free_hook)(void *block, const void *caller);
static int live;

static void *my_malloc(size_t size, const void *caller) {
  __malloc_hook = old_malloc_hook;
  void *block = malloc(size);
  if (block != NULL) live = live + 1;
  fprintf(stderr, "malloc(%zu), called from %p\n", size, caller);
  __malloc_hook = my_malloc;
  return block;
}

static void my_free(void *block, const void *caller) {
  __free_hook = old_free_hook;
  free(block);
  if (block != NULL) live = live - 1;
  fprintf(stderr, "free(%p), called from %p\n", block, caller);
  __free_hook = my_free;
}

static void install(void) {
  old_malloc_hook = __malloc_hook;
  old_free_hook = __free_hook;
  __malloc_hook = my_malloc;
  __free_hook = my_free;
}

static void uninstall(void) {
  __malloc_hook = old_malloc_hook;
  __free_hook = old_free_hook;
}

int main(void) {
  install();
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p3);
  free(p4);
  uninstall();
  printf("live blocks: %d\n", live);
  return 0;
}
