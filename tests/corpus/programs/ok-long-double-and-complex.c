/* expect: clean */
#include <complex.h>
#include <stdio.h>
#include <stdlib.h>

union number { long double wide; struct { double re, im; } pair; int i; };

int main(void)
{
    union number *n = malloc(2 * sizeof *n);
    n[0].wide = 1.0L / 3;
    n[1] = n[0];
    printf("%.6Lf %.2Le\n", n[1].wide, n[1].wide * 1e10L);
    n[0].pair.re = 3;
    n[0].pair.im = -4;
    double complex z = n[0].pair.re + n[0].pair.im * I;
    z = z * conj(z);
    printf("%.1f %.1f\n", creal(z), cimag(z));
    free(n);
    return 0;
}
