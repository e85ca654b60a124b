/* expect: use-after-free 34, null-dereference 25 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* Queue with a dangling tail. */
struct n {
  int v;
  struct n *next;
};
struct q {
  struct n *head, *tail;
};
static void put(struct q *q, int v) {
  struct n *n = malloc(sizeof *n);
  n->v = v;
  n->next = NULL;
  if (q->head == NULL)
    q->head = n;
  else
    q->tail->next = n;
  q->tail = n;
}
static int get(struct q *q) {
  struct n *n = q->head;
  int v = n->v;
  q->head = n->next;
  free(n);
  return v;
}
int main(void) {
  struct q q = {0};
  put(&q, 1);
  get(&q);
  q.tail->v = 5;
  put(&q, 2);
  printf("%d\n", q.tail->v);
  get(&q);
  get(&q);
  return 0;
}
