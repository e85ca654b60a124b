/* expect: heap-buffer-overflow 9, heap-buffer-overflow 10 */
#include <stdio.h>
#include <stdlib.h>
static int cmp(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static int find(int *a, int n, int x) {
  int lo = 0, hi = n;
  while (lo <= hi) {
    int mid = (lo + hi) / 2;
    if (a[mid] == x) return mid;
    if (a[mid] < x) lo = mid + 1; else hi = mid - 1;
  }
  return -1;
}
int main(void) {
  int *a = malloc(6 * sizeof(int));
  for (int i = 0; i < 6; i++) a[i] = 60 - i * 7;
  qsort(a, 6, sizeof(int), cmp);
  printf("%d\n", find(a, 6, 1000));
  free(a);
  return 0;
}
