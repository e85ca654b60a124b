/* expect: overlapping-memcpy 13, overlapping-memcpy 16 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point { int x, y; };

int main(void)
{
    struct point here = { 1, 2 }, *same = &here;
    char name[16] = "Ada", *copy = malloc(8);
    *same = here;
    strcpy(name, name);
    strcpy(copy, name);
    memmove(copy, copy, 4);
    strncpy(copy, copy, 8);
    printf("%s %s %d\n", name, copy, same->y);
    free(copy);
    return 0;
}
