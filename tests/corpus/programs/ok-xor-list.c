/* expect: clean */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct node { int v; uintptr_t both; };

int main(void)
{
    struct node *first = NULL, *last = NULL;
    for (int i = 0; i < 5; i++) {
        struct node *n = malloc(sizeof *n);
        n->v = i;
        n->both = (uintptr_t)last;
        if (last) last->both ^= (uintptr_t)n; else first = n;
        last = n;
    }
    struct node *before = NULL, *at = first;
    while (at) {
        struct node *after = (struct node *)(at->both ^ (uintptr_t)before);
        printf("%d ", at->v);
        free(before);
        before = at;
        at = after;
    }
    free(before);
    puts("");
    return 0;
}
