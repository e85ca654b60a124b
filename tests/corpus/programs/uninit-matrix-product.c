/* expect: uninitialised-read 16 */
#include <stdio.h>
#include <stdlib.h>
/* Matrix product, the result never set to 0. */
static double *alloc(int n) { return malloc(n * n * sizeof(double)); }
int main(void) {
  int n = 3;
  double *a = alloc(n), *b = alloc(n), *c = alloc(n);
  for (int i = 0; i < n * n; i++) {
    a[i] = i;
    b[i] = 1;
  }
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      for (int k = 0; k < n; k++) c[i * n + j] += a[i * n + k] * b[k * n + j];
  for (int i = 0; i < n; i++) printf("%.1f ", c[i * n + i]);
  puts("");
  free(a);
  free(b);
  free(c);
  return 0;
}
