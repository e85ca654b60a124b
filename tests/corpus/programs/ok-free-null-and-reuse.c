/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = NULL;
    free(p);
    free(NULL);
    p = realloc(NULL, 10);
    p[9] = 'x';
    free(p);
    p = malloc(0);
    free(p);
    p = calloc(0, 8);
    free(p);
    for (int i = 0; i < 200; i++) {
        p = malloc(1 + i % 7);
        p[i % 7] = 1;
        free(p);
    }
    p = aligned_alloc(64, 128);
    printf("%d\n", (int)((size_t)p % 64));
    free(p);
    return 0;
}
