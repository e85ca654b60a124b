/* expect: bad-malloc-size 9 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int used = 10, capacity = 4;
    int room = capacity - used;
    char *p = malloc(room);
    if (p == NULL) {
        puts("no memory");
        return 1;
    }
    free(p);
    return 0;
}
