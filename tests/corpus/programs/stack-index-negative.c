/* expect: stack-buffer-overflow 6 */
#include <stdio.h>

static int last_digit_count(int *counts, int n)
{
    return counts[n % 10];
}

int main(void)
{
    int counts[10] = {0};
    int r = last_digit_count(counts, -3);
    return r * 0;
}
