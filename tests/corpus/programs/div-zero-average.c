/* expect: division-by-zero 9 */
#include <stdio.h>

int average(const int *a, int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += a[i];
    return sum / n;
}

int main(void)
{
    int marks[1] = {0};
    printf("%d\n", average(marks, 0));
    return 0;
}
