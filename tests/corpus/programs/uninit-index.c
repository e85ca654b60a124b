/* expect: uninitialised-read 10 */
#include <stdio.h>

int main(int argc, char **argv)
{
    static int table[256];
    unsigned char i;
    if (argc > 3)
        i = 1;
    table[i] = 5;
    return 0;
}
