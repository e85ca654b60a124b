/* expect: clean */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sb { char *s; size_t len, cap; };

static void sb_printf(struct sb *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    int need = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (b->len + need + 1 > b->cap) {
        b->cap = (b->len + need + 1) * 2;
        b->s = realloc(b->s, b->cap);
    }
    va_start(ap, fmt);
    b->len += vsnprintf(b->s + b->len, b->cap - b->len, fmt, ap);
    va_end(ap);
}

int main(void)
{
    struct sb b = {0};
    for (int i = 0; i < 20; i++)
        sb_printf(&b, "%d:%s%c", i, i % 2 ? "odd" : "even", i < 19 ? ',' : '.');
    puts(b.s);
    printf("%zu\n", strlen(b.s));
    free(b.s);
    return 0;
}
