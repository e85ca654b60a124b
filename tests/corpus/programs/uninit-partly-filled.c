/* expect: uninitialised-read 11 */
#include <stdio.h>

int main(void)
{
    int a[8];
    for (int i = 0; i < 8; i += 2)
        a[i] = i;
    int odd = 0;
    for (int i = 0; i < 8; i++)
        if (a[i] % 2 == 1)
            odd++;
    return 0;
}
