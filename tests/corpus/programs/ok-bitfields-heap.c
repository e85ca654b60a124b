/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

struct date { unsigned day : 5, month : 4; int year : 20; unsigned leap : 1; };

struct cpu { unsigned char z : 1, n : 1, h : 1, c : 1; unsigned short pc : 12; };

int main(void)
{
    struct date *d = malloc(2 * sizeof *d);
    d[0].year = 2024; d[0].month = 2; d[0].day = 29; d[0].leap = 1;
    d[1] = d[0];
    d[1].year++;
    d[1].leap = 0;
    for (int i = 0; i < 2; i++)
        if (d[i].month == 2 && (d[i].leap || d[i].day <= 28 || d[i].year % 4))
            printf("%u.%u.%d\n", d[i].day, d[i].month, d[i].year);
    struct cpu c;
    c.pc = 0xabc;
    c.z = 0; c.c = 1;
    c.pc++;
    if (c.c && !c.z) printf("%x\n", c.pc);
    free(d);
    return 0;
}
