#include <complex.h>
#include <fenv.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <tgmath.h>

int main(void) {
  double x = 0.7;
  printf("%.12f %.12f %.12f %.12f\n", sin(x), cos(x), tan(x), atan2(x, 2));
  printf("%.12f %.12f %.12f %.12f\n", exp(x), log(x), pow(x, 2.5), sqrt(x));
  printf("%.12f %.12f %.12f %.12f\n", sinh(x), acosh(2 + x), cbrt(x), hypot(3, 4));
  printf("%.10f %.10f %.10f\n", tgamma(4.5), lgamma(4.5), erf(x));
  printf("%g %g %g %g %g\n", floor(-1.5), ceil(-1.5), round(2.5), trunc(-2.7), rint(2.5));
  printf("%g %g %d\n", fmod(7.5, 2), remainder(7.5, 2), isnan(sqrt(-1.0)) != 0);
  int e;
  double m = frexp(48.0, &e), whole;
  printf("%g %d %g %g\n", m, e, ldexp(m, e), modf(3.25, &whole));
  double complex z = 3 + 4 * I;
  printf("%g %g %g\n", cabs(z), creal(z * z), cimag(csqrt(z)));
  printf("%ld %lld %d\n", lround(2.6), llround(-2.6), abs(-3));
  div_t d = div(17, 5);
  printf("%d %d\n", d.quot, d.rem);
  printf("%d %d %g %g\n", INT_MAX, CHAR_BIT, DBL_EPSILON, (double)FLT_MAX);
  printf("%d %d %d\n", fpclassify(0.0) == FP_ZERO, signbit(-0.0) != 0, isinf(1 / 0.0) != 0);
  printf("%g %g %g\n", fmax(1, 2), fma(2, 3, 4), nextafter(1, 2) - 1);
  printf("%d %d\n", __builtin_popcount(255), __builtin_clz(1));
  printf("%u %lld\n", (uint32_t)-1, (long long)INT64_MIN);
  printf("%.3f %.3f\n", j0(1.0), y0(1.0));
  return 0;
}
