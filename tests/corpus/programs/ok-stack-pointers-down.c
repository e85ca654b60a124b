/* expect: clean */
#include <stdio.h>
#include <string.h>

struct frame { const struct frame *outer; const char *name; int depth; };

static int visit(const struct frame *outer, int left)
{
    struct frame here = { outer, left % 2 ? "odd" : "even", outer ? outer->depth + 1 : 0 };
    if (left == 0) {
        int n = 0;
        for (const struct frame *f = &here; f; f = f->outer) n += (int)strlen(f->name);
        return n * 100 + here.depth;
    }
    return visit(&here, left - 1);
}

int main(void)
{
    printf("%d\n", visit(NULL, 10));
    return 0;
}
