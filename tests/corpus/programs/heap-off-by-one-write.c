/* expect: heap-buffer-overflow 11 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int n = 5;
    int *fact = (int *)malloc(n * sizeof(int));
    fact[0] = 1;
    for (int i = 1; i <= n; i++)
        fact[i] = fact[i - 1] * i;
    printf("%d\n", fact[4]);
    free(fact);
    return 0;
}
