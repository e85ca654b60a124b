/* expect: use-after-return 6 */
#include <stdio.h>
#include <stdlib.h>
struct list { struct el { int v; struct el *n; } *head; };
static void add(struct list *l, int v) { struct el e = {v, l->head}; l->head = &e; }
int main(void) { struct list l = {0}; add(&l, 1); add(&l, 2); int s = 0; for (struct el *e = l.head; e && s < 10; e = e->n) s += e->v; printf("%d\n", s > 0); return 0; }
