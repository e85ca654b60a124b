/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct message { int length; char text[60]; };

struct queue { struct message slots[4]; int head, tail; };

static void put(struct queue *q, const char *s)
{
    struct message m;
    m.length = (int)strlen(s);
    memcpy(m.text, s, m.length);
    q->slots[q->tail++ % 4] = m;
}

static struct message get(struct queue *q)
{
    return q->slots[q->head++ % 4];
}

int main(void)
{
    struct queue *q = malloc(sizeof *q);
    q->head = q->tail = 0;
    put(q, "first");
    put(q, "second");
    while (q->head < q->tail) {
        struct message m = get(q);
        printf("%.*s %d\n", m.length, m.text, m.length);
    }
    free(q);
    return 0;
}
