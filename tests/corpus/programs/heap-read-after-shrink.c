/* expect: heap-buffer-overflow 8 */
#include <stdio.h>
#include <stdlib.h>
int main(void) {
  int *a = malloc(10 * sizeof *a);
  for (int i = 0; i < 10; i++) a[i] = i;
  a = realloc(a, 4 * sizeof *a);
  printf("%d\n", a[6]);
  free(a);
  return 0;
}
