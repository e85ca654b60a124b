/* Only heap blocks can be freed: a local array goes away by itself. */
#include <stdio.h>
#include <stdlib.h>

static int sum(const int *numbers, int n)
{
    int total = 0;
    for (int i = 0; i < n; i++)
        total += numbers[i];
    return total;
}

int main(void)
{
    int numbers[4] = {1, 2, 3, 4};
    int *start = numbers;

    printf("sum %d\n", sum(start, 4));
    free(start);
    return 0;
}
