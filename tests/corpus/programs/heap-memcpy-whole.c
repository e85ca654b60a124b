/* expect: heap-buffer-overflow 10 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *target = malloc(10);
    char *source = calloc(1000, 1);
    /* the size of the wrong one */
    memcpy(target, source, 1000);
    free(source);
    free(target);
    return 0;
}
