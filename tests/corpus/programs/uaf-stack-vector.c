/* expect: use-after-free 22 */
#include <stdlib.h>

struct vec { int *data; int len, cap; };

static void push(struct vec *v, int x)
{
    if (v->len == v->cap) {
        v->cap = v->cap ? v->cap * 64 : 1;
        v->data = realloc(v->data, v->cap * sizeof(int));
    }
    v->data[v->len++] = x;
}

int main(void)
{
    struct vec v = {0};
    push(&v, 1);
    int *front = v.data;
    for (int i = 0; i < 3000; i++)
        push(&v, i);
    *front = 99;
    free(v.data);
    return 0;
}
