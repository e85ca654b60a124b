/* expect: use-after-free 14 */
#include <stdio.h>
#include <stdlib.h>
typedef struct { int *d; size_t n, cap; } vec;
static void push(vec *v, int x) {
  if (v->n == v->cap) { v->cap = v->cap ? v->cap * 2 : 4; v->d = realloc(v->d, v->cap * sizeof(int)); }
  v->d[v->n++] = x;
}
int main(void) {
  vec v = {0};
  push(&v, 1);
  int *first = &v.d[0];
  for (int i = 2; i < 100; i++) push(&v, i);
  int r = *first;
  free(v.d);
  return r == 1 ? 0 : 3;
}
