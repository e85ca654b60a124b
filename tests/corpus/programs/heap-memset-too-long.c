/* expect: heap-buffer-overflow 10 */
#include <stdlib.h>
#include <string.h>

struct header { int a, b, c; };

int main(void)
{
    struct header *h = malloc(sizeof *h);
    memset(h, 0, sizeof *h + 4);
    free(h);
    return 0;
}
