/* `<=` where `<` was meant: the loop writes one element past the end of a local array. */
#include <stdio.h>

static int fill(int n)
{
    int squares[5];
    int sum = 0;

    for (int i = 0; i <= n; i++)
        squares[i] = i * i;
    for (int i = 0; i < 5; i++)
        sum += squares[i];
    return sum;
}

int main(void)
{
    printf("sum %d\n", fill(5));
    return 0;
}
