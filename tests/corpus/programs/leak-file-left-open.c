/* expect: leak:definitely-lost 9, leak:indirectly-lost 11 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* the early return forgets the table */
static int load(int n)
{
    char **rows = calloc(n, sizeof *rows);
    for (int i = 0; i < n; i++) {
        rows[i] = malloc(10);
        if (i == 3)
            return -1;
    }
    for (int i = 0; i < n; i++)
        free(rows[i]);
    free(rows);
    return 0;
}

int main(void)
{
    int a = load(2), b = load(5);
    printf("%d %d\n", a, b);
    return 0;
}
