/* free() wants the pointer that malloc() gave, not one into the middle of the block. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *line = malloc(32);
    if (line == NULL)
        return 1;
    strcpy(line, "   indented by three");

    while (isspace((unsigned char)*line))
        line++;
    puts(line);

    free(line); /* `line` has moved */
    return 0;
}
