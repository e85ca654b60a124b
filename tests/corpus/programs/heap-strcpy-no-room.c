/* expect: heap-buffer-overflow 10 */
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

int main(void)
{
    const char *src = "hello";
    char *copy = malloc(strlen(src));
    strcpy(copy, src);
    copy[4] = 0;
    puts(copy);
    free(copy);
    return 0;
}
