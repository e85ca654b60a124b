/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
struct item { char name[20]; int qty; double price; struct item *next; };
struct store { struct item *first; size_t count; };
static struct item *find(struct store *s, const char *n) { for (struct item *i = s->first; i; i = i->next) if (strcmp(i->name, n) == 0) return i; return NULL; }
static int add(struct store *s, const char *n, int q, double p) {
  struct item *i = find(s, n);
  if (i) { i->qty += q; return 1; }
  i = malloc(sizeof(*i)); if (!i) return 0;
  snprintf(i->name, sizeof i->name, "%s", n);
  i->qty = q; i->price = p; i->next = s->first; s->first = i; s->count++;
  return 1;
}
static int cmp(const void *a, const void *b) { return strcmp((*(struct item *const *)a)->name, (*(struct item *const *)b)->name); }
int main(void) {
  struct store s = {NULL, 0};
  add(&s, "bolt", 100, 0.1); add(&s, "nut", 50, 0.05); add(&s, "a very long name that is cut", 1, 9.99); add(&s, "bolt", 5, 0);
  struct item **v = malloc(s.count * sizeof *v); size_t k = 0;
  for (struct item *i = s.first; i; i = i->next) v[k++] = i;
  qsort(v, k, sizeof *v, cmp);
  for (size_t i = 0; i < k; i++) printf("%-20s %5d %8.2f\n", v[i]->name, v[i]->qty, v[i]->price);
  free(v);
  while (s.first) { struct item *n = s.first->next; free(s.first); s.first = n; }
  return 0;
}
