/* expect: leak:definitely-lost 36, leak:indirectly-lost 37 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* Hash map with a resize that loses chains. */
struct e {
  char *k;
  int v;
  struct e *next;
};
struct map {
  struct e **b;
  int n, used;
};
static unsigned h(const char *s) {
  unsigned x = 5381;
  while (*s) x = x * 33 + (unsigned char)*s++;
  return x;
}
static void grow(struct map *m) {
  struct e **nb = calloc(m->n * 2, sizeof *nb);
  for (int i = 0; i < m->n; i++) {
    struct e *x = m->b[i];
    if (x) {
      unsigned j = h(x->k) % (m->n * 2);
      x->next = nb[j];
      nb[j] = x;
    }
  }
  free(m->b);
  m->b = nb;
  m->n *= 2;
}
static void set(struct map *m, const char *k, int v) {
  if (m->used++ > m->n) grow(m);
  struct e *x = malloc(sizeof *x);
  x->k = strdup(k);
  x->v = v;
  unsigned j = h(k) % m->n;
  x->next = m->b[j];
  m->b[j] = x;
}
int main(void) {
  struct map m = {calloc(2, sizeof(struct e *)), 2, 0};
  char k[8];
  for (int i = 0; i < 8; i++) {
    sprintf(k, "k%d", i);
    set(&m, k, i);
  }
  for (int i = 0; i < m.n; i++)
    for (struct e *x = m.b[i], *n; x; x = n) {
      n = x->next;
      free(x->k);
      free(x);
    }
  free(m.b);
  return 0;
}
