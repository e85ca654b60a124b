/* expect: clean */
#include <stdio.h>

struct flags {
    unsigned ready : 1;
    unsigned mode : 3;
    unsigned level : 7;
    unsigned count : 21;
};

int main(void)
{
    struct flags f;
    f.ready = 1;
    f.mode = 5;
    f.level = 99;
    f.count = 1234;
    if (f.ready && f.mode == 5)
        printf("%u %u\n", f.level, f.count);
    f.mode = 2;
    switch (f.mode) {
    case 2: puts("two"); break;
    default: puts("other");
    }
    return 0;
}
