/* expect: stack-overflow 4-8 */
#include <stdio.h>

int factorial(int n)
{
    volatile char pad[64];
    pad[0] = (char)n;
    return n * factorial(n - 1) + pad[0];
}

int main(void)
{
    printf("%d\n", factorial(5));
    return 0;
}
