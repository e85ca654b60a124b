/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *b = malloc(100);
    strcpy(b, "only ten b");
    b = realloc(b, 100000);
    strcat(b, "ytes");
    b = realloc(b, 15);
    printf("%s %d\n", b, (int)strlen(b));
    free(b);
    return 0;
}
