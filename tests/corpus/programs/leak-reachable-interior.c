/* expect: leak:possibly-lost 10, leak:still-reachable 11 */
#include <stdlib.h>

struct index { char *middle; };

static struct index *the_index;

int main(void)
{
    char *text = malloc(40);
    the_index = malloc(sizeof *the_index);
    the_index->middle = text + 10;
    text = NULL;
    return 0;
}
