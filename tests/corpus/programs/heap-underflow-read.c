/* expect: heap-buffer-underflow 12 */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    char *digits = malloc(8);
    for (int i = 0; i < 8; i++)
        digits[i] = (char)('0' + i);
    char last = 0;
    for (int i = 7; i >= -1; i--)
        last = digits[i];
    free(digits);
    return last == 'z';
}
