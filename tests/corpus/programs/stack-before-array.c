/* expect: stack-buffer-overflow 8 */
#include <stdio.h>

int main(void)
{
    char text[16] = "   ";
    int i = 2;
    while (text[i] == ' ')
        i--;
    return 0;
}
