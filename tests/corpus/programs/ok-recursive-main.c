/* expect: clean */
#include <stdio.h>

static int calls;

int main(int argc, char **argv)
{
    char here[16];
    snprintf(here, sizeof here, "%d", ++calls);
    if (calls < 4) return main(argc, argv);
    puts(here);
    return 0;
}
