/* expect: leak:still-reachable 9 */
#include <stdio.h>
#include <stdlib.h>

static unsigned long long fib(int n)
{
    static unsigned long long *memo = NULL;
    if (memo == NULL)
        memo = calloc(91, sizeof *memo);
    if (n < 2)
        return n;
    if (memo[n] == 0)
        memo[n] = fib(n - 1) + fib(n - 2);
    return memo[n];
}

int main(void)
{
    printf("%llu\n", fib(90));
    return 0;
}
