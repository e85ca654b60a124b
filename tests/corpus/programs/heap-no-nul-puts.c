/* expect: heap-buffer-overflow 11 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *p = malloc(3);
    p[0] = 'a';
    p[1] = 'b';
    p[2] = 'c';
    puts(p);
    free(p);
    return 0;
}
