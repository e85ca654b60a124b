/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int *a = NULL;
    size_t len = 0, cap = 0;
    for (int i = 0; i < 1000; i++) {
        if (len == cap) {
            cap = cap ? cap * 2 : 1;
            int *b = realloc(a, cap * sizeof *b);
            if (!b) { free(a); return 1; }
            a = b;
        }
        a[len++] = i;
    }
    a = realloc(a, len * sizeof *a);
    long sum = 0;
    for (size_t i = 0; i < len; i++) sum += a[i];
    a = realloc(a, 10 * sizeof *a);
    printf("%ld %d\n", sum, a[9]);
    free(a);
    return 0;
}
