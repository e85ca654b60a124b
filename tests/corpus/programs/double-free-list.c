/* expect: double-free 14 */
#include <stdlib.h>

struct cell { struct cell *next; };

int main(void)
{
    struct cell *a = malloc(sizeof *a);
    struct cell *b = malloc(sizeof *b);
    struct cell *cells[3] = { a, b, a };
    a->next = b;
    b->next = NULL;
    for (int i = 0; i < 3; i++)
        free(cells[i]);
    return 0;
}
