/* expect: double-free 9 */
#include <stdlib.h>

int main(void)
{
    char *p = malloc(10);
    p[0] = 'x';
    free(p);
    p = realloc(p, 20);
    return 0;
}
