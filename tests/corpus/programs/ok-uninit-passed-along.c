/* expect: clean */
#include <stdio.h>

static int choose(int use, int a, int b)
{
    if (use == 1) return a;
    return b;
}

static void maybe(int *out, int n)
{
    if (n > 2) *out = n;
}

int main(void)
{
    int unset, value;
    int r = choose(1, 5, unset);
    maybe(&value, 3);
    maybe(&unset, 1);
    int also = unset;
    (void)also;
    int arr[3];
    arr[1] = r;
    int *p = &arr[1];
    printf("%d %d %d\n", r, value, *p);
    return 0;
}
