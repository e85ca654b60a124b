/* expect: uninitialised-read 21 */
#include <stdio.h>

struct options { int verbose; int depth; int color; };

static struct options parse(int argc)
{
    struct options o;
    o.verbose = 0;
    if (argc > 2)
        o.depth = argc;
    o.color = 1;
    return o;
}

int main(int argc, char **argv)
{
    struct options o = parse(argc);
    if (o.color && !o.verbose)
        puts("colour");
    if (o.depth > 3)
        puts("deep");
    return 0;
}
