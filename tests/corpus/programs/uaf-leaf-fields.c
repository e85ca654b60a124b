/* expect: use-after-free 9, use-after-free 10, use-after-free 11 */
#include <stdlib.h>

struct box { int width, height, depth; };

/* calls nothing, so that its locals lie below the stack pointer */
static int volume(const struct box *b)
{
    int v = b->width;
    v *= b->height;
    v *= b->depth;
    return v;
}

int main(void)
{
    struct box *b = malloc(sizeof *b);
    b->width = b->height = b->depth = 2;
    free(b);
    return volume(b) == 7;
}
