/* A recursion whose end is never reached: each call needs room on the stack. */
#include <stdio.h>

static long factorial(long n)
{
    if (n == 0)
        return 1;
    return n * factorial(n - 1);
}

int main(void)
{
    printf("5! = %ld\n", factorial(5));
    printf("(-1)! = %ld\n", factorial(-1)); /* counts down past 0 */
    return 0;
}
