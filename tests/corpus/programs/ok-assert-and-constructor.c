/* expect: clean */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

static int *table;

__attribute__((constructor)) static void before_main(void)
{
    table = malloc(4 * sizeof *table);
    for (int i = 0; i < 4; i++) table[i] = 1 << i;
}

__attribute__((destructor)) static void after_main(void)
{
    free(table);
}

int main(void)
{
    assert(table != NULL);
    int s = 0;
    for (int i = 0; i < 4; i++) s += table[i];
    assert(s == 15 && "all bits");
    printf("%d\n", s);
    return 0;
}
