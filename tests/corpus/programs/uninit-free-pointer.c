/* expect: uninitialised-read 14 */
#include <stdio.h>
#include <stdlib.h>

/* the branch that sets the pointer isn't taken */
static void greet(int loud)
{
    char *text;
    if (loud) {
        text = malloc(8);
        snprintf(text, 8, "HELLO");
        puts(text);
    }
    free(text);
}

int main(int argc, char **argv)
{
    greet(argc > 3);
    return 0;
}
