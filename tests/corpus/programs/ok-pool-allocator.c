/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

/* fixed-size objects carved from one malloc; free list threads through them */
union cell { union cell *next; int value; };

struct pool { union cell *cells, *free; };

static void pool_init(struct pool *p, int n)
{
    p->cells = malloc(n * sizeof(union cell));
    p->free = NULL;
    for (int i = n - 1; i >= 0; i--) {
        p->cells[i].next = p->free;
        p->free = &p->cells[i];
    }
}

static int *pool_get(struct pool *p)
{
    union cell *c = p->free;
    if (!c) return NULL;
    p->free = c->next;
    return &c->value;
}

static void pool_put(struct pool *p, int *v)
{
    union cell *c = (union cell *)v;
    c->next = p->free;
    p->free = c;
}

int main(void)
{
    struct pool p;
    int *got[4];
    pool_init(&p, 4);
    for (int i = 0; i < 4; i++) *(got[i] = pool_get(&p)) = i;
    pool_put(&p, got[1]);
    pool_put(&p, got[3]);
    int *again = pool_get(&p);
    *again = 77;
    printf("%d %d %s\n", *got[0], *got[3], pool_get(&p) && !pool_get(&p) ? "full" : "?");
    free(p.cells);
    return 0;
}
