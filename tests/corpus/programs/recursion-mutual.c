/* expect: stack-overflow 6-18 */
#include <stdio.h>

int is_even(int n);

int is_odd(int n)
{
    int r = is_even(n - 1);
    return r;
}

int is_even(int n)
{
    int copy[16];
    copy[n & 15] = n;
    if (n == 0)
        return 1;
    return is_odd(copy[n & 15] - 1);
}

int main(void)
{
    printf("%d\n", is_even(10));
    printf("%d\n", is_even(7));
    return 0;
}
