/* expect: leak:still-reachable 6 */
#include <stdio.h>
#include <stdlib.h>

static void *sized(size_t size) {
  size_t *header = malloc(sizeof *header + size);
  *header = size;
  return header + 1;
}

static char *kept;

int main(void) {
  kept = sized(37);
  kept[36] = 'z';
  printf("%c\n", kept[36]);
  return 0;
}
