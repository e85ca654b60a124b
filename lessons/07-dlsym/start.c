/* A malloc and a free that count, over the next ones in link order, which dlsym finds. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef void *(*malloc_function)(size_t size);
typedef void (*free_function)(void *block);

static malloc_function next_malloc;
static free_function next_free;
static int mallocs, frees;

void *malloc(size_t size) {
  if (next_malloc == NULL) next_malloc = (malloc_function)dlsym(RTLD_NEXT, "malloc");
  mallocs = mallocs + 1;
  return next_malloc(size);
}

void free(void *block) {
  if (next_free == NULL) next_free = (free_function)dlsym(RTLD_NEXT, "free");
  next_free(block);
}

int main(void) {
  char *copy = strdup("counted too");
  void *block = malloc(100);
  free(block);
  free(NULL);
  int balance = mallocs - frees;
  printf("calls of malloc: %d, blocks not freed: %d\n", mallocs, balance);
  return copy == NULL;
}
