/* expect: trap 11 */
#include <stdio.h>
#include <stdlib.h>

static const char *name_of(int day)
{
    switch (day) {
    case 0: return "Sunday";
    case 1: return "Monday";
    }
    __builtin_trap();
}

int main(void)
{
    puts(name_of(1));
    puts(name_of(9));
    return 0;
}
