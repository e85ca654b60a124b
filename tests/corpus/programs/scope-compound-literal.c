/* expect: use-after-scope 27, use-after-scope 31 */
#include <stdio.h>

struct node {
    int value;
    struct node *next;
};
struct pair {
    int x, y;
};
#define PAIR(a, b) (&(struct pair){(a), (b)})

static int swapped(const struct pair *p)
{
    return p->y - p->x;
}

int main(int argc, char **argv)
{
    struct node *head = NULL;
    struct pair *chosen;
    (void)argv;
    for (int i = 0; i < 3; i++)
        head = &(struct node){i, head};
    chosen = PAIR(argc, 2);
    printf("%d\n", swapped(chosen));
    printf("%d\n", head->value);
    if (argc > 0) {
        chosen = PAIR(3, 4);
    }
    return swapped(&(struct pair){chosen->x, 5}) > 9;
}
