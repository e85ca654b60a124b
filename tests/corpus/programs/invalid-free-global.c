/* expect: invalid-free 8 */
#include <stdlib.h>
static int counters[4];
int main(void)
{
    int *p = counters;
    p[2] = 1;
    free(p);
    return 0;
}
