/* expect: null-dereference 21 */
#include <stdio.h>
#include <stdlib.h>

struct reader { FILE *f; int line; };

struct reader *reader_open(const char *path)
{
    FILE *f = fopen(path, "r");
    if (f == NULL)
        return NULL;
    struct reader *r = malloc(sizeof *r);
    r->f = f;
    r->line = 1;
    return r;
}

int main(void)
{
    struct reader *r = reader_open("no-such-file.txt");
    r->line++;
    return 0;
}
