/* expect: clean */
#include <stdio.h>

struct point { int x, y; };

static int area(const struct point *p, int n)
{
    int a = 0;
    for (int i = 0; i < n; i++)
        a += p[i].x * p[(i + 1) % n].y - p[(i + 1) % n].x * p[i].y;
    return a < 0 ? -a : a;
}

static int sum(const int *v) { int s = 0; while (*v) s += *v++; return s; }

int main(void)
{
    printf("%d\n", area((struct point[]){ {0, 0}, {4, 0}, {4, 3} }, 3) / 2);
    printf("%d\n", sum((int[]){1, 2, 3, 4, 0}));
    struct point *p = &(struct point){ .y = 5 };
    p->x += 1;
    printf("%d %d\n", p->x, p->y);
    return 0;
}
