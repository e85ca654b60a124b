/* expect: uninitialised-read 12 */
#include <string.h>
#include <stdio.h>

int main(void)
{
    int src[4], dst[4];
    src[0] = 1; src[1] = 2; src[3] = 4;
    memcpy(dst, src, sizeof dst);
    if (dst[1] == 2 && dst[3] == 4)
        puts("defined ones are fine");
    if (dst[2] == 3)
        puts("three");
    return 0;
}
