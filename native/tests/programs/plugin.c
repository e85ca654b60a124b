/* A library that is loaded and unloaded again and again. */
#include <stdlib.h>

void *make(int bytes) {
  void *volatile block = malloc((size_t)bytes);
  return block;
}
