/* The average of no numbers. */
#include <stdio.h>

static int average(const int *numbers, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += numbers[i];
    return sum / n;
}

int main(void)
{
    const int marks[] = {2, 1, 3};

    printf("three marks: %d\n", average(marks, 3));
    fflush(stdout);
    printf("no marks: %d\n", average(marks, 0));
    return 0;
}
