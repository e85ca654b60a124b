/* expect: uninitialised-read 6 */
#include <stdio.h>

static int clamp(int x, int low, int high)
{
    if (x < low) return low;
    return high > 0 ? x : high;
}

int main(void)
{
    int limits[2], x;
    limits[0] = 0;
    limits[1] = 10;
    clamp(5, limits[0], limits[1]);
    clamp(x, limits[0], limits[1]);
    return 0;
}
