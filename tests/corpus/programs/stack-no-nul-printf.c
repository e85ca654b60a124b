/* expect: stack-buffer-overflow 9 */
#include <stdio.h>
#include <string.h>

int main(void)
{
    char code[4];
    memcpy(code, "ABCD", 4);
    printf("%s\n", code);
    return 0;
}
