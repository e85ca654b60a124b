/*
 * What free() gave back, malloc() gives out again.
 *
 * Heapscope keeps freed blocks out of use, so that it notices who still points to one. Not here (Project > Settings says so):
 * look at the Heap map while you step. A chunk is split, its rest joins its free neighbour, and one large chunk is cut again.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uintptr_t place_of(void *block)
{
    return (uintptr_t)block;
}

int main(void)
{
    char *first = malloc(100);
    char *second = malloc(100);
    char *last = malloc(20); /* between the free chunks and the rest of the heap */
    uintptr_t place = place_of(first);

    free(first);              /* a free chunk between others */
    char *small = malloc(40); /* is cut from it */
    printf("40 bytes: %s\n", place_of(small) == place ? "the same place again" : "elsewhere");

    free(second); /* joins the chunk that is free before it */
    free(small);  /* and this joins both: one chunk */

    char *large = malloc(180); /* has room where two blocks were */
    printf("180 bytes: %s\n", place_of(large) == place ? "the same place again" : "elsewhere");

    free(large);
    free(last);
    return 0;
}
