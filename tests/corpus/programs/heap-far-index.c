/* expect: heap-buffer-overflow 9 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *small = malloc(10 * sizeof *small);
    long index = 5000;
    small[index] = 1;
    free(small);
    return 0;
}
