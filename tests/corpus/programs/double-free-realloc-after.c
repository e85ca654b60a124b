/* expect: double-free 8 */
#include <stdio.h>
#include <stdlib.h>
static void process(char *p, int mode) { if (mode) { printf("mode\n"); free(p); } }
int main(void) {
  char *p = calloc(1, 20);
  process(p, 1);
  p = realloc(p, 40);
  free(p);
  return 0;
}
