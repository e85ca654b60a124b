/* Holes between blocks that stay: much is free, and yet in small pieces. */
#include <stdio.h>
#include <stdlib.h>

#define BLOCKS 12

int main(void) {
  void *blocks[BLOCKS];
  for (int i = 0; i < BLOCKS; i++) {
    blocks[i] = malloc(1000);
  }
  for (int i = 0; i < BLOCKS; i = i + 2) {
    free(blocks[i]);
  }
  void *large = malloc(3000);
  printf("%s\n", large != NULL ? "found room" : "no room");
  free(large);
  for (int i = 1; i < BLOCKS; i = i + 2) {
    free(blocks[i]);
  }
  return 0;
}
