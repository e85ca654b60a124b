/* expect: uninitialised-read 17 */
#include <stdio.h>

static int find(const int *a, int n, int x)
{
    int at;
    for (int i = 0; i < n; i++)
        if (a[i] == x)
            at = i;
    return at;
}

int main(void)
{
    int a[3] = {4, 5, 6};
    printf("%d\n", find(a, 3, 5));
    if (find(a, 3, 9) == -1)
        puts("none");
    return 0;
}
