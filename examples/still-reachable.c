/* Memory that is in use to the very end, and never freed. Not lost, but worth knowing. */
#include <stdio.h>
#include <stdlib.h>

static int *cache;

static int square(int n)
{
    if (cache == NULL) {
        cache = calloc(100, sizeof *cache);
        if (cache == NULL)
            exit(1);
    }
    if (cache[n] == 0)
        cache[n] = n * n;
    return cache[n];
}

int main(void)
{
    for (int i = 1; i <= 5; i++)
        printf("%d squared is %d\n", i, square(i));
    return 0;
}
