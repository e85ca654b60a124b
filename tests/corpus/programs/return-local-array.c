/* expect: use-after-return 16 */
#include <stdio.h>
#include <string.h>

char *itoa10(int n)
{
    char buf[16];
    char *p = buf;
    sprintf(p, "%d", n);
    return p;
}

int main(void)
{
    char *s = itoa10(1234);
    s[0] = '9';
    return 0;
}
