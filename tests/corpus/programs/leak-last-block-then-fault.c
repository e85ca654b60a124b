/* expect: null-dereference 13, leak:definitely-lost 10, leak:indirectly-lost 11 */
/* The block that was allocated last is lost like any other, though the program is stopped soon after. */
#include <stdlib.h>

struct node { int value; struct node *next; };

int main(int argc, char **argv)
{
    struct node *none = argc > 100 ? (struct node *)argv : NULL,
                *ring = malloc(sizeof *ring);
    ring->next = malloc(sizeof *ring);
    ring->next->next = ring, ring = NULL;
    none->value = 1;
    return 0;
}
