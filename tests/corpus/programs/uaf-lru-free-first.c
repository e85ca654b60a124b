/* expect: use-after-free 12, use-after-free 13, use-after-free 16, use-after-free 19 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* LRU list: moving a node to the front after freeing it. */
struct n {
  int k;
  struct n *p, *x;
};
static struct n *head, *tail;
static void unlink_(struct n *n) {
  if (n->p)
    n->p->x = n->x;
  else
    head = n->x;
  if (n->x)
    n->x->p = n->p;
  else
    tail = n->p;
}
static void front(struct n *n) {
  n->p = NULL;
  n->x = head;
  if (head) head->p = n;
  head = n;
  if (!tail) tail = n;
}
static struct n *touch(int k) {
  for (struct n *n = head; n; n = n->x)
    if (n->k == k) {
      unlink_(n);
      front(n);
      return n;
    }
  struct n *n = malloc(sizeof *n);
  n->k = k;
  front(n);
  return n;
}
static void evict(void) {
  struct n *n = tail;
  free(n);
  unlink_(n);
}
int main(void) {
  for (int i = 0; i < 4; i++) touch(i);
  touch(1);
  evict();
  for (struct n *n = head; n; n = n->x) printf("%d ", n->k);
  puts("");
  while (head) {
    struct n *n = head;
    unlink_(n);
    free(n);
  }
  return 0;
}
