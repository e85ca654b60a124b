/* expect: trap 16 */
#include <stdio.h>

typedef int (*operation)(int, int);

static int add(int a, int b) { return a + b; }

static operation lookup(char c)
{
    return c == '+' ? add : NULL;
}

int main(void)
{
    printf("%d\n", lookup('+')(1, 2));
    printf("%d\n", lookup('-')(1, 2));
    return 0;
}
