/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    const char *p = "1.5, 2e3,0x10 ,-4.25,nothing";
    double sum = 0;
    int n = 0;
    for (;;) {
        char *end;
        double d = strtod(p, &end);
        if (end == p) break;
        sum += d;
        n++;
        p = end;
        while (*p == ' ' || *p == ',') p++;
    }
    printf("%d numbers, sum %g, rest %s\n", n, sum, p);
    printf("%lu %ld %lld\n", strtoul("777", NULL, 8), strtol("-0x1F", NULL, 0), strtoll("9000000000", NULL, 10));
    return 0;
}
