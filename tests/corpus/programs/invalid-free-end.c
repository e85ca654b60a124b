/* expect: leak:definitely-lost 6, invalid-free 9 */
#include <stdlib.h>

int main(void)
{
    int *p = malloc(4 * sizeof *p);
    for (int i = 0; i < 4; i++)
        *p++ = i;
    free(p);
    p = NULL;
    return 0;
}
