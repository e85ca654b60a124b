/* expect: invalid-free 9 */
#include <stdlib.h>

struct pair { int key; struct { int a, b; } value; };

int main(void)
{
    struct pair *p = calloc(1, sizeof *p);
    free(&p->value);
    free(p);
    return 0;
}
