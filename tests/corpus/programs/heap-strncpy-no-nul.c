/* expect: heap-buffer-overflow 10 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *id = malloc(4);
    strncpy(id, "ABCDEFG", 4);
    size_t n = strlen(id);
    free(id);
    return n == 0;
}
