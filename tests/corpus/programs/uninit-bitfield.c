/* expect: uninitialised-read 13 */
#include <stdio.h>

struct perm { unsigned r : 1, w : 1, x : 1; };

int main(void)
{
    struct perm p;
    p.r = 1;
    p.w = 0;
    if (p.r)
        puts("readable");
    if (p.x)
        puts("executable");
    return 0;
}
