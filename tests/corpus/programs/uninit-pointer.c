/* expect: uninitialised-read 12 */
#include <stdio.h>
#include <stdlib.h>

struct list { struct list *next; int v; };

int main(void)
{
    struct list *l = malloc(sizeof *l);
    l->v = 1;
    int n = 0;
    if (l->next != NULL)
        n++;
    free(l);
    return 0;
}
