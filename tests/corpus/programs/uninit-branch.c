/* expect: uninitialised-read 9 */
#include <stdio.h>

int main(int argc, char **argv)
{
    int found;
    if (argc > 5)
        found = 1;
    if (found)
        puts("found");
    else
        puts("not found");
    return 0;
}
