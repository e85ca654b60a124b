/* expect: use-after-free 16 */
/* oracle: AddressSanitizer goes on into freed memory that it has overwritten */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct Node { int key, value; struct Node *prev, *next, *chain; } Node;
typedef struct { int cap, size; Node *head, *tail; Node *buckets[16]; } LRU;
static LRU *lru_new(int cap) { LRU *l = calloc(1, sizeof *l); l->cap = cap; return l; }
static void detach(LRU *l, Node *n) {
  if (n->prev) n->prev->next = n->next; else l->head = n->next;
  if (n->next) n->next->prev = n->prev; else l->tail = n->prev;
  n->prev = n->next = NULL;
}
static void push(LRU *l, Node *n) { n->next = l->head; if (l->head) l->head->prev = n; l->head = n; if (!l->tail) l->tail = n; }
static Node *find(LRU *l, int key) { Node *n = l->buckets[key & 15]; while (n && n->key != key) n = n->chain; return n; }
static void unlink_bucket(LRU *l, Node *n) { Node **p = &l->buckets[n->key & 15]; while (*p != n) p = &(*p)->chain; *p = n->chain; }
static int get(LRU *l, int key) { Node *n = find(l, key); if (!n) return -1; detach(l, n); push(l, n); return n->value; }
static void put(LRU *l, int key, int value) {
  Node *n = find(l, key);
  if (n) { n->value = value; detach(l, n); push(l, n); return; }
  if (l->size == l->cap) { Node *t = l->tail; detach(l, t); free(t); unlink_bucket(l, t); l->size--; }
  n = malloc(sizeof *n); n->key = key; n->value = value; n->prev = n->next = NULL;
  n->chain = l->buckets[key & 15]; l->buckets[key & 15] = n; push(l, n); l->size++;
}
int main(void) {
  LRU *l = lru_new(2);
  put(l, 1, 1); put(l, 2, 2); printf("%d\n", get(l, 1)); put(l, 3, 3); printf("%d\n", get(l, 2));
  for (Node *n = l->head, *next; n; n = next) { next = n->next; free(n); }
  free(l);
  return 0;
}
