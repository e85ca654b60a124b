/* Pairs of malloc and free, five calls deep: the first argument says how many. */
#include <stdlib.h>

static void fifth(int pairs) {
  for (int i = 0; i < pairs; i++) {
    void *block = malloc(24);
    free(block);
  }
}

static void fourth(int pairs) { fifth(pairs); }
static void third(int pairs) { fourth(pairs); }
static void second(int pairs) { third(pairs); }

int main(int argc, char **argv) {
  second(argc > 1 ? atoi(argv[1]) : 1000);
  return 0;
}
