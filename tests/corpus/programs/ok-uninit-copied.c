/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

struct state { int x, y, unused; };

static void shift(struct state *to, const struct state *from)
{
    *to = *from;
}

int main(void)
{
    struct state a, b, c;
    a.x = 1;
    a.y = 2;
    shift(&b, &a);
    c = b;
    int t = c.unused;
    b.unused = t;
    printf("%d\n", c.x + c.y);
    return 0;
}
