/* expect: uninitialised-read 6 */
#include <stdio.h>

static int is_large(int value)
{
    if (value > 1000)
        return 1;
    return 0;
}

static int twice(int value) { return value + value; }

int main(void)
{
    int reading;
    int r = is_large(twice(reading));
    return r & 0;
}
