/* expect: bad-malloc-size 7 */
#include <stdio.h>
#include <stdlib.h>

int *make_row(int n)
{
    return calloc(n, sizeof(int));
}

int main(void)
{
    int *row = make_row(-1);
    if (row == NULL)
        printf("can't\n");
    free(row);
    return 0;
}
