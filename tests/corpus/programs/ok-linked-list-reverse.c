/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

typedef struct node { int v; struct node *next; } node;

int main(void)
{
    node *head = NULL, **tail = &head;
    for (int i = 0; i < 6; i++) {
        node *n = malloc(sizeof *n);
        n->v = i;
        n->next = NULL;
        *tail = n;
        tail = &n->next;
    }
    /* remove the odd ones through a pointer to pointer */
    for (node **p = &head; *p;) {
        if ((*p)->v % 2) {
            node *dead = *p;
            *p = dead->next;
            free(dead);
        } else
            p = &(*p)->next;
    }
    node *r = NULL;
    while (head) {
        node *n = head->next;
        head->next = r;
        r = head;
        head = n;
    }
    while (r) {
        printf("%d ", r->v);
        node *n = r->next;
        free(r);
        r = n;
    }
    putchar('\n');
    return 0;
}
