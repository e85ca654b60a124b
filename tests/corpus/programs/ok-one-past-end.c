/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

static long sum(const int *begin, const int *end)
{
    long s = 0;
    while (begin != end)
        s += *begin++;
    return s;
}

int main(void)
{
    int local[5] = {1, 2, 3, 4, 5};
    int *heap = malloc(sizeof local);
    int *out = heap;
    for (int *p = local; p < local + 5; ++p)
        *out++ = *p * 2;
    printf("%ld %ld\n", sum(local, local + 5), sum(heap, out));
    free(heap);
    return 0;
}
