/* expect: overlapping-memcpy 6 */
#include <string.h>

static void insert_at(int *a, int n, int pos, int x)
{
    memcpy(a + pos + 1, a + pos, (n - pos) * sizeof *a);
    a[pos] = x;
}

int main(void)
{
    int a[10] = {1, 2, 4, 5};
    insert_at(a, 4, 2, 3);
    return a[2] - 3;
}
