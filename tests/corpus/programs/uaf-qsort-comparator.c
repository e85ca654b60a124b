/* expect: use-after-free 9, use-after-free 19 */
#include <stdlib.h>
#include <string.h>

static int cmp(const void *a, const void *b)
{
    const char *x = *(char *const *)a;
    const char *y = *(char *const *)b;
    return x[0] - y[0];
}

int main(void)
{
    char *w[2];
    w[0] = strdup("zebra");
    w[1] = strdup("apple");
    free(w[1]);
    qsort(w, 2, sizeof w[0], cmp);
    free(strcmp(w[0], "zebra") == 0 ? w[0] : w[1]);
    return 0;
}
