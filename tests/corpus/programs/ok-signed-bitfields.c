/* expect: clean */
#include <stdio.h>

struct sample { signed int low : 4; signed int high : 12; unsigned rest : 16; };

static int magnitude(struct sample s) { return s.low < 0 ? -s.high : s.high; }

int main(void)
{
    struct sample s;
    s.low = -3;
    s.high = 700;
    printf("%d\n", magnitude(s));
    s.high -= 1000;
    if (s.high < 0 && s.low != 0)
        printf("%d %d\n", s.low, s.high);
    return 0;
}
