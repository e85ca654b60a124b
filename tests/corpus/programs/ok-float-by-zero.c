/* expect: clean */
#include <math.h>
#include <stdio.h>

struct stats { double sum, min, max; int n; };

static void add(struct stats *s, double x)
{
    if (s->n == 0 || x < s->min) s->min = x;
    if (s->n == 0 || x > s->max) s->max = x;
    s->sum += x;
    s->n++;
}

int main(void)
{
    struct stats s;
    s.n = 0;
    s.sum = 0;
    printf("%d\n", isnan(s.sum / s.n) != 0);
    for (int i = -2; i <= 2; i++) add(&s, 1.0 / (i ? i : 4));
    double inf = 1.0 / (s.n - 5);
    printf("%.2f %.2f %.2f %d\n", s.min, s.max, s.sum / s.n, isinf(inf) != 0);
    return 0;
}
