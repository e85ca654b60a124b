/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { void *data; size_t size, len, cap; } stack;

static void push(stack *s, const void *e)
{
    if (s->len == s->cap) {
        s->cap = s->cap * 2 + 1;
        s->data = realloc(s->data, s->cap * s->size);
    }
    memcpy((char *)s->data + s->len++ * s->size, e, s->size);
}

static int pop(stack *s, void *e)
{
    if (!s->len) return 0;
    memcpy(e, (char *)s->data + --s->len * s->size, s->size);
    return 1;
}

struct entry { char kind; long at; char why[3]; };

int main(void)
{
    stack s = { .size = sizeof(struct entry) };
    for (int i = 0; i < 5; i++) {
        struct entry e;
        e.kind = "([{<"[i % 4];
        e.at = i;
        push(&s, &e);
    }
    struct entry e;
    while (pop(&s, &e)) printf("%c%ld ", e.kind, e.at);
    puts("");
    free(s.data);
    return 0;
}
