/* As start.c, but a block is freed twice: a table can notice that before any harm is done. */
#include <stdio.h>
#include <stdlib.h>

#define MOST 16

static void *blocks[MOST];

static void *counted_malloc(size_t size) {
  void *block = malloc(size);
  for (int i = 0; block != NULL && i < MOST; i++) {
    if (blocks[i] != NULL) continue;
    blocks[i] = block;
    break;
  }
  return block;
}

static void counted_free(void *block, const char *file, int line) {
  for (int i = 0; i < MOST; i++) {
    if (block == NULL || blocks[i] != block) continue;
    blocks[i] = NULL;
    free(block);
    return;
  }
  if (block != NULL) printf("%s:%d: not a live block\n", file, line);
}

#define malloc(size) counted_malloc(size)
#define free(block) counted_free(block, __FILE__, __LINE__)

int main(void) {
  void *p1 = malloc(10);
  void *p2 = malloc(20);
  free(p1);
  free(p2);
  free(p2);
  return 0;
}
