/* expect: heap-buffer-overflow 8 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *field = malloc(12);
    strncpy(field, "short", 20);
    free(field);
    return 0;
}
