/* expect: heap-buffer-overflow 12, use-after-free 18 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *block = malloc(10 * sizeof(int));
    int sum = 0;
    for (int i = 0; i < 10; i++)
        block[i] = i;
    for (int i = 0; i <= 10; i++)
        sum += block[i];
    if (sum > 0)
        puts("a sum");

    int *never_set = malloc(sizeof(int));
    free(never_set);
    if (*never_set == 7)
        puts("seven");
    free(block);
    return 0;
}
