/* expect: double-free 19 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#define N 8
typedef struct e { char *k; int v; struct e *n; } e;
static e *t[N];
static unsigned h(const char *s) { unsigned x = 5381; while (*s) x = x * 33 + (unsigned char)*s++; return x % N; }
static void put(const char *k, int v) { unsigned i = h(k); e *x = malloc(sizeof(e)); x->k = strdup(k); x->v = v; x->n = t[i]; t[i] = x; }
static void del(const char *k) {
  unsigned i = h(k);
  for (e *x = t[i]; x; x = x->n)
    if (!strcmp(x->k, k)) { free(x->k); x->v = -1; return; }
}
static void clear(void) {
  for (int i = 0; i < N; i++)
    for (e *x = t[i], *n; x; x = n) {
      n = x->n;
      free(x->k);
      free(x);
    }
}
int main(void) { put("one", 1); put("two", 2); del("two"); clear(); return 0; }
