/* expect: uninitialised-read 10 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *totals = malloc(4 * sizeof(int));
    for (int i = 0; i < 4; i++)
        totals[i] += i;
    if (totals[2] > 10)
        puts("big");
    free(totals);
    return 0;
}
