/* expect: clean */
/* What gcc warns of, and builds: a chain of comparisons. */
#include <stdio.h>

static int between(int low, int x, int high) { return low < x < high; }

int main(void)
{
    printf("%d %d\n", between(1, 2, 3), between(5, 2, 1));
    return 0;
}
