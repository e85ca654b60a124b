/* expect: use-after-return 14 */
#include <stdio.h>

int *make_counter(void)
{
    int count = 41;
    int *p = &count;
    return p;
}

int main(void)
{
    int *c = make_counter();
    *c = 42;
    puts("ok");
    return 0;
}
