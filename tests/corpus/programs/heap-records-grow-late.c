/* expect: heap-buffer-overflow 13, uninitialised-read 25 */
/* stdin: "pen 1.5 2\nbook 10 1\nbag 30 1\n" */
#include <stdio.h>
#include <stdlib.h>
struct item {
  char name[12];
  double price;
  int qty;
};
static int load(FILE *f, struct item **out) {
  int n = 0, cap = 2;
  struct item *v = malloc(cap * sizeof *v);
  while (fscanf(f, "%11s %lf %d", v[n].name, &v[n].price, &v[n].qty) == 3) {
    n++;
    if (n > cap) v = realloc(v, (cap *= 2) * sizeof *v);
  }
  *out = v;
  return n;
}
int main(void) {
  struct item *v;
  int n = load(stdin, &v);
  double t = 0;
  for (int i = 0; i < n; i++) t += v[i].price * v[i].qty;
  printf("%d %.2f\n", n, t);
  free(v);
  return 0;
}
