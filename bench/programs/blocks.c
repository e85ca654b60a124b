/* Holds so many KiB in blocks of 16 to 2048 bytes, all written to, then gives them back. */
#include <stdlib.h>
#include <string.h>

struct block {
  struct block *next;
  size_t size;
};

int main(int argc, char **argv) {
  long left = argc > 1 ? atol(argv[1]) * 1024 : 0;
  struct block *blocks = NULL;
  for (size_t size = 16; left > 0; size = size * 2 <= 2048 ? size * 2 : 16) {
    struct block *made = malloc(size);
    memset(made, 1, size);
    made->size = size;
    made->next = blocks;
    blocks = made;
    left -= (long)size;
  }
  while (blocks) {
    struct block *next = blocks->next;
    free(blocks);
    blocks = next;
  }
  return 0;
}
