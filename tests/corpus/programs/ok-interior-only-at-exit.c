/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

struct vec { size_t n, cap; double items[]; };

/* users hold a pointer to the items; the head lies before it */
static double *vec_new(size_t cap)
{
    struct vec *v = malloc(sizeof *v + cap * sizeof(double));
    v->n = 0;
    v->cap = cap;
    return v->items;
}

#define HEAD(items) ((struct vec *)((char *)(items) - sizeof(struct vec)))

int main(void)
{
    double *v = vec_new(8);
    while (HEAD(v)->n < HEAD(v)->cap) {
        v[HEAD(v)->n] = HEAD(v)->n * 0.5;
        HEAD(v)->n++;
    }
    printf("%.1f\n", v[7]);
    free(HEAD(v));
    return 0;
}
