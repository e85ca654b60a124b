/* glibc's own hooks, corrected: the old ones are put back around each real call, and in the end. */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

static void *(*old_malloc)(size_t, const void *);
static void (*old_free)(void *, const void *);
static int live;
static void *my_malloc(size_t size, const void *caller);
static void my_free(void *block, const void *caller);

static void install(void) {
  __malloc_hook = my_malloc;
  __free_hook = my_free;
}
static void restore(void) {
  __malloc_hook = old_malloc;
  __free_hook = old_free;
}

static void *my_malloc(size_t size, const void *caller) {
  restore();
  void *block = malloc(size);
  if (block) live++;
  printf("malloc(%zu), by a caller: %d\n", size, caller != NULL);
  install();
  return block;
}
static void my_free(void *block, const void *caller) {
  restore();
  if (block) live--;
  printf("free, by a caller: %d\n", caller != NULL);
  free(block);
  install();
}

int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  old_malloc = __malloc_hook;
  old_free = __free_hook;
  install();
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p3);
  free(p4);
  restore();
  printf("%d left\n", live);
  return 0;
}
