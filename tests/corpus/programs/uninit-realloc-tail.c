/* expect: uninitialised-read 12 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *a = malloc(2 * sizeof *a);
    a[0] = 1; a[1] = 2;
    a = realloc(a, 4 * sizeof *a);
    int positive = 0;
    for (int i = 0; i < 4; i++)
        if (a[i] > 0)
            positive++;
    free(a);
    return 0;
}
