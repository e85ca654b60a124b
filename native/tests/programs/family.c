/* Every function of the malloc family once, each result freed. Prints nothing. */
#define _GNU_SOURCE
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *volatile kept;

int main(void) {
  kept = malloc(100);
  free(kept);
  kept = calloc(7, 11);
  free(kept);
  kept = realloc(NULL, 30);
  kept = realloc(kept, 5000);
  kept = reallocarray(kept, 90, 100);
  free(kept);
  kept = aligned_alloc(64, 128);
  free(kept);
  void *aligned = NULL;
  if (posix_memalign(&aligned, 256, 300) != 0) return 1;
  free(aligned);
  kept = memalign(32, 33);
  free(kept);
  kept = valloc(10);
  free(kept);
  kept = pvalloc(10);
  free(kept);
  kept = strdup("heapscope");
  if (malloc_usable_size(kept) < 10) return 2;
  free(kept);
  free(NULL);
  size_t huge = SIZE_MAX / 2;
  if (malloc(huge)) return 3;
  kept = malloc(40);
  if (realloc(kept, huge)) return 4;
  free(kept);
  return 5;
}
