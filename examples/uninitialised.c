/* malloc() doesn't clear the memory that it gives: a sum that was never started at 0. */
#include <stdio.h>
#include <stdlib.h>

struct statistics {
    int count;
    int sum;
};

static struct statistics *new_statistics(void)
{
    struct statistics *statistics = malloc(sizeof *statistics);
    if (statistics == NULL)
        exit(1);
    statistics->count = 0; /* and `sum`? */
    return statistics;
}

int main(void)
{
    struct statistics *statistics = new_statistics();

    for (int i = 1; i <= 4; i++) {
        statistics->count++;
        statistics->sum += i;
    }
    if (statistics->sum > 5)
        puts("more than five");
    else
        puts("five or less");
    free(statistics);
    return 0;
}
