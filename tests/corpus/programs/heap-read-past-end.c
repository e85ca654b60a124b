/* expect: heap-buffer-overflow 12 */
#include <stdio.h>
#include <stdlib.h>

int main()
{
    int *v = malloc(3 * sizeof(int));
    int i, max;
    v[0] = 3; v[1] = 9; v[2] = 4;
    max = v[0];
    for (i = 1; i < 4; i++)
        if (v[i] > max)
            max = v[i];
    free(v);
    return 0;
}
