/* expect: use-after-free 11 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char dst[16];
    char *src = malloc(4);
    memcpy(src, "abc", 4);
    free(src);
    strcpy(dst, src);
    return dst[0] == 'a' ? 0 : 1;
}
