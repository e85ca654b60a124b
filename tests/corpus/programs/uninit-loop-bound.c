/* expect: uninitialised-read 9 */
#include <stdio.h>

int main(int argc, char **argv)
{
    int n, i, total = 0;
    if (argc == 9) n = 4;
    n &= 3;
    for (i = 0; i < n; i++)
        total += i;
    return 0;
}
