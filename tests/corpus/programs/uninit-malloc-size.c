/* expect: uninitialised-read 14 */
#include <stdio.h>
#include <stdlib.h>

struct header { unsigned char kind, length; };

/* the length byte was never filled in */
int main(void)
{
    struct header *h = malloc(sizeof *h);
    h->kind = 3;
    if (h->kind == 3)
        puts("kind 3");
    char *body = malloc(h->length);
    free(body);
    free(h);
    return 0;
}
