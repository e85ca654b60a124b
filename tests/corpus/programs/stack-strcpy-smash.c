/* expect: stack-buffer-overflow 9 */
/* oracle: memcheck lets the string smash the frame, return address and all; AddressSanitizer agrees */
#include <stdio.h>
#include <string.h>

static int greet(const char *who)
{
    char buffer[8];
    strcpy(buffer, who);
    return buffer[0];
}

int main(void)
{
    char long_name[2000];
    memset(long_name, 'A', sizeof long_name - 1);
    long_name[sizeof long_name - 1] = '\0';
    return greet(long_name) == 'B';
}
