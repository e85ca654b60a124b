/* expect: use-after-return 16 */
#include <stdio.h>

static const char *current;

static void set_current(int n)
{
    char name[20];
    snprintf(name, sizeof name, "user-%d", n);
    current = name;
}

int main(void)
{
    set_current(5);
    char first = *current;
    (void)first;
    return 0;
}
