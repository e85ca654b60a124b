/* expect: stack-buffer-overflow 10 */
#include <stdio.h>
#define N 10

int main(void)
{
    int squares[N];
    int i;
    for (i = 0; i <= N; i++)
        squares[i] = i * i;
    printf("%d\n", squares[3]);
    return 0;
}
