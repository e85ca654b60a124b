/* expect: use-after-free 11 */
#include <stdlib.h>
#include <string.h>

int main(void)
{
    long *src = malloc(8 * sizeof(long));
    long dst[8];
    memset(src, 1, 8 * sizeof(long));
    free(src);
    memcpy(dst, src, 8 * sizeof(long));
    return dst[0] == 0;
}
