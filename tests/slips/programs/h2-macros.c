/* Hooks by macros, corrected. */
#include <stdio.h>
#include <stdlib.h>

static int live;

static void *malloc_hook(size_t size, const char *file, int line) {
  void *block = malloc(size);
  if (block) live++;
  printf("%s:%d: malloc(%zu)\n", file, line, size);
  return block;
}
static void free_hook(void *block, const char *file, int line) {
  if (block) live--;
  printf("%s:%d: free\n", file, line);
  free(block);
}
#define malloc(size) malloc_hook(size, __FILE__, __LINE__)
#define free(block) free_hook(block, __FILE__, __LINE__)

int main(void) {
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  void *p3 = malloc(30);
  void *p4 = malloc(40);
  free(p1);
  free(p2);
  free(p3);
  free(p4);
  printf("%d left\n", live);
  return 0;
}
