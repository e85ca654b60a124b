/* expect: null-dereference 10 */
#include <stdio.h>

struct node { int value; struct node *next; };

static int nth(const struct node *n, int i)
{
    while (i-- > 0)
        n = n->next;
    return n->value;
}

int main(void)
{
    struct node c = {3, NULL}, b = {2, &c}, a = {1, &b};
    printf("%d\n", nth(&a, 2));
    printf("%d\n", nth(&a, 3));
    return 0;
}
