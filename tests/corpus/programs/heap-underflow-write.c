/* expect: heap-buffer-underflow 9 */
#include <stdlib.h>
#include <string.h>

/* trims trailing blanks; forgets the empty string */
static void rtrim(char *s)
{
    char *e = s + strlen(s) - 1;
    while (*e == ' ')
        *e-- = '\0';
}

int main(void)
{
    char *text = calloc(4, 1);
    text[0] = ' ';
    text[1] = ' ';
    rtrim(text);
    free(text);
    return 0;
}
