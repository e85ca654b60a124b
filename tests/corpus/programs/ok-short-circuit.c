/* expect: clean */
#include <stdio.h>

struct lookup { int found; int value; };

static struct lookup find(const int *a, int n, int x)
{
    struct lookup r;
    r.found = 0;
    for (int i = 0; i < n; i++)
        if (a[i] == x) {
            r.found = 1;
            r.value = i;
        }
    return r;
}

int main(void)
{
    int a[] = {5, 6, 7};
    for (int x = 4; x < 9; x++) {
        struct lookup r = find(a, 3, x);
        if (r.found && r.value >= 1)
            printf("%d at %d\n", x, r.value);
    }
    return 0;
}
