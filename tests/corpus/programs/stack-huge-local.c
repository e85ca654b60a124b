/* expect: stack-overflow 4-8 */
#include <stdio.h>
#include <string.h>

static int fill(int n)
{
    char grid[4000][5000];
    memset(grid, n, sizeof grid);
    return grid[3999][4999];
}

int main(void)
{
    printf("%d\n", fill(1));
    return 0;
}
