/* expect: uninitialised-read 9 */
#include <stdio.h>

int main(void)
{
    int sum;
    for (int i = 0; i < 4; i++)
        sum += i;
    printf("%d\n", sum);
    return 0;
}
