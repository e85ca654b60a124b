/* expect: leak:definitely-lost 8, leak:indirectly-lost 8 */
#include <stdlib.h>

struct dnode { int v; struct dnode *prev, *next; };

static struct dnode *cons(int v, struct dnode *next)
{
    struct dnode *n = malloc(sizeof *n);
    n->v = v;
    n->prev = NULL;
    n->next = next;
    if (next)
        next->prev = n;
    return n;
}

static int build(void)
{
    struct dnode *list = cons(1, cons(2, cons(3, NULL)));
    int s = 0;
    for (; list->next; list = list->next)
        s += list->v;
    while (list->prev)
        list = list->prev;
    return s;
}

int main(void)
{
    return build() == 3 ? 0 : 1;
}
