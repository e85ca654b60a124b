/* expect: clean */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { unsigned char *base; size_t used, size; } arena;

static void *take(arena *a, size_t n)
{
    size_t at = (a->used + 7) & ~(size_t)7;
    if (at + n > a->size) return NULL;
    a->used = at + n;
    return a->base + at;
}

static char *dup(arena *a, const char *s)
{
    size_t n = strlen(s) + 1;
    char *d = take(a, n);
    return d ? memcpy(d, s, n) : NULL;
}

int main(void)
{
    arena a = { malloc(64), 0, 64 };
    int64_t *n = take(&a, sizeof *n);
    *n = 1;
    int made = 0;
    char *last = NULL, *s;
    while ((s = dup(&a, "seven c")) != NULL) { last = s; made++; }
    printf("%d %s %d\n", made, last, (int)*n);
    free(a.base);
    return 0;
}
