/* expect: use-after-free 13 */
#include <stdlib.h>
#include <stdio.h>

int main(void)
{
    int n = 2;
    int *a = malloc(n * sizeof *a);
    a[0] = 10; a[1] = 20;
    int *first = &a[0];
    a = realloc(a, 5000 * sizeof *a);
    a[2] = 30;
    printf("%d\n", *first);
    free(a);
    return 0;
}
