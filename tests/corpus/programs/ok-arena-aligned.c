/* expect: clean */
#include <stdalign.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct chunk { struct chunk *next; size_t used, cap; alignas(max_align_t) unsigned char mem[]; } chunk;
typedef struct { chunk *head; } arena;
static void *alloc(arena *a, size_t n) {
  n = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
  if (!a->head || a->head->used + n > a->head->cap) { size_t cap = n > 256 ? n : 256; chunk *c = malloc(sizeof *c + cap); c->next = a->head; c->used = 0; c->cap = cap; a->head = c; }
  void *p = a->head->mem + a->head->used; a->head->used += n; return p;
}
static void drop(arena *a) { while (a->head) { chunk *n = a->head->next; free(a->head); a->head = n; } }
struct n { int v; struct n *next; };
int main(void) { arena a = {0}; struct n *l = NULL; for (int i = 0; i < 100; i++) { struct n *x = alloc(&a, sizeof *x); x->v = i; x->next = l; l = x; } int s = 0; for (; l; l = l->next) s += l->v; char *t = alloc(&a, 1000); memset(t, 'x', 999); t[999] = 0; printf("%d %zu\n", s, strlen(t)); drop(&a); return 0; }
