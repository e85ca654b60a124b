/* expect: uninitialised-read 9, leak:definitely-lost 5, leak:indirectly-lost 5 */
#include <stdio.h>
#include <stdlib.h>
struct node { int v; struct node *next; };
static struct node *mk(int v) { struct node *n = malloc(sizeof *n); n->v = v; return n; }
int main(void) {
  struct node *a = mk(1); a->next = mk(2);
  int s = 0;
  for (struct node *p = a; p; p = p->next)
    s += p->v;
  printf("%d\n", s);
  return 0;
}
