/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    unsigned char *b = malloc(2);
    unsigned word;
    /* only the bits that were set are looked at */
    b[0] &= 0xF0;
    b[0] |= 0x05;
    if ((b[0] & 0x0F) == 5)
        puts("low nibble is 5");
    word &= 0;
    word |= 9;
    if (word == 9)
        puts("nine");
    b[1] = b[0] & 0;
    printf("%d\n", b[1] * 3);
    free(b);
    return 0;
}
