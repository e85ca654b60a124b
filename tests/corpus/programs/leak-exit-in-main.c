/* expect: leak:still-reachable 7 */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
    int *table = malloc(256 * sizeof *table);
    if (table == NULL)
        exit(EXIT_FAILURE);
    table[0] = argc;
    printf("%d\n", table[0]);
    exit(0);
}
