/* expect: heap-buffer-overflow 11 */
#include <stdlib.h>

struct small { int a[2]; };
struct large { int a[20]; };

int main(void)
{
    struct large l = {{0}};
    struct small *s = malloc(sizeof *s);
    *(struct large *)s = l;
    free(s);
    return 0;
}
