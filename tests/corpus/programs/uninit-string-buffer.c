/* expect: uninitialised-read 11 */
#include <stdlib.h>
#include <string.h>
#include <stdio.h>

int main(void)
{
    char *b = malloc(32);
    b[0] = 'o';
    b[1] = 'k';
    size_t n = strlen(b);
    free(b);
    return n > 32;
}
