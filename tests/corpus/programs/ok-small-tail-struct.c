/* expect: clean */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* allocated shorter than sizeof: only the fields up to the text exist */
struct symbol { int line; short kind; char name[10]; };

static struct symbol *intern(const char *name)
{
    struct symbol *s = malloc(offsetof(struct symbol, name) + strlen(name) + 1);
    s->line = 3;
    s->kind = 'v';
    strcpy(s->name, name);
    return s;
}

int main(void)
{
    struct symbol *a = intern("x"), *b = intern("counter");
    printf("%s %s %d %c\n", a->name, b->name, a->line + b->line, b->kind);
    free(a);
    free(b);
    return 0;
}
