/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct page { int number; char text[400]; char dirty; };

static int by_number(const void *a, const void *b)
{
    return ((const struct page *)a)->number - ((const struct page *)b)->number;
}

static int by_length(const void *a, const void *b)
{
    size_t x = strlen(*(char **)a), y = strlen(*(char **)b);
    return (x > y) - (x < y);
}

int main(void)
{
    struct page *p = malloc(20 * sizeof *p);
    for (int i = 0; i < 20; i++) {
        p[i].number = (i * 7 + 3) % 20;
        snprintf(p[i].text, sizeof p[i].text, "page %d", p[i].number);
    }
    qsort(p, 20, sizeof *p, by_number);
    printf("%s %s\n", p[0].text, p[19].text);
    char *w[] = { "ccc", "a", "dddd", "bb" };
    qsort(w, 4, sizeof *w, by_length);
    printf("%s%s%s%s\n", w[0], w[1], w[2], w[3]);
    free(p);
    return 0;
}
