/* expect: use-after-return 16 */
#include <stdio.h>

struct point { int x, y; };

static struct point *midpoint(struct point a, struct point b)
{
    struct point m = { (a.x + b.x) / 2, (a.y + b.y) / 2 };
    struct point *r = &m;
    return r;
}

int main(void)
{
    struct point *m = midpoint((struct point){0, 0}, (struct point){4, 6});
    if (m->x == 2)
        puts("two");
    return 0;
}
