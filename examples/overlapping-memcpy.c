/* memcpy() needs two ranges that don't overlap. To move within one array, memmove() is the right function. */
#include <stdio.h>
#include <string.h>

/* Makes room at the front by moving the first n characters up by one. */
static void shift_up(char *text, size_t n)
{
    memcpy(text + 1, text, n);
}

int main(void)
{
    char text[16] = "abcdefgh";

    shift_up(text, 8);
    text[0] = '>';
    printf("%zu characters, starting with '%c'\n", strlen(text), text[0]);
    return 0;
}
