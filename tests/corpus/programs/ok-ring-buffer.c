/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

struct ring { int *slots; unsigned capacity, head, count; };

static int push(struct ring *r, int v)
{
    if (r->count == r->capacity) return 0;
    r->slots[(r->head + r->count++) % r->capacity] = v;
    return 1;
}

static int pop(struct ring *r, int *v)
{
    if (r->count == 0) return 0;
    *v = r->slots[r->head];
    r->head = (r->head + 1) % r->capacity;
    r->count--;
    return 1;
}

int main(void)
{
    struct ring r = { malloc(3 * sizeof(int)), 3, 0, 0 };
    int v, out = 0;
    for (int i = 0; i < 10; i++) {
        while (!push(&r, i))
            if (pop(&r, &v)) out = out * 10 + v;
    }
    while (pop(&r, &v)) out = (out * 10 + v) % 100000007;
    printf("%d\n", out);
    free(r.slots);
    return 0;
}
