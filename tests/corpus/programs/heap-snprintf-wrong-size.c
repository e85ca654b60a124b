/* expect: heap-buffer-overflow 8 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *tag = malloc(6);
    snprintf(tag, 64, "<%s>", "paragraph");
    free(tag);
    return 0;
}
