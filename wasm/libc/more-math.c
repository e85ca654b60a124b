/* Functions of glibc's math.h and complex.h that wasi-libc lacks. */
#include <complex.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#undef isinf
#undef isnan
int isinf(double x) { return __builtin_isinf_sign(x); }
int isinff(float x) { return __builtin_isinf_sign(x); }
int isinfl(long double x) { return __builtin_isinf_sign(x); }
int isnan(double x) { return __builtin_isnan(x); }
int isnanf(float x) { return __builtin_isnan(x); }
int isnanl(long double x) { return __builtin_isnan(x); }
int finitel(long double x) { return __builtin_isfinite(x); }

double gamma(double x) { return lgamma(x); }
float gammaf(float x) { return lgammaf(x); }
long double gammal(long double x) { return lgammal(x); }

long double scalbl(long double x, long double power) { return x * exp2l(power); }
long double significandl(long double x) { return scalbnl(x, -ilogbl(x)); }

/* The rounding mode is to nearest, ties to even, and nothing here changes it. */
double roundeven(double x) { return nearbyint(x); }
float roundevenf(float x) { return nearbyintf(x); }
long double roundevenl(long double x) { return nearbyintl(x); }

static long llog_of(int exponent) {
  return exponent == FP_ILOGB0 ? LONG_MIN : exponent == FP_ILOGBNAN ? LONG_MAX : exponent;
}
long llogb(double x) { return llog_of(ilogb(x)); }
long llogbf(float x) { return llog_of(ilogbf(x)); }
long llogbl(long double x) { return llog_of(ilogbl(x)); }

double nextup(double x) { return nextafter(x, (double)INFINITY); }
float nextupf(float x) { return nextafterf(x, INFINITY); }
long double nextupl(long double x) { return nextafterl(x, (long double)INFINITY); }
double nextdown(double x) { return nextafter(x, (double)-INFINITY); }
float nextdownf(float x) { return nextafterf(x, -INFINITY); }
long double nextdownl(long double x) { return nextafterl(x, (long double)-INFINITY); }

/*
 * C23's four kinds of maximum and minimum: a NaN makes the result NaN, or (`num`) is as good as missing; `mag` compares sizes first.
 * Minus zero is below zero.
 */
#define BIGGER(x, y) ((x) > (y) || ((x) == (y) && !signbit(x)) ? (x) : (y))
#define SMALLER(x, y) ((x) < (y) || ((x) == (y) && signbit(x)) ? (x) : (y))
#define EXTREMES(T, S)                                                                                                 \
  T fmaximum##S(T x, T y) { return isnan(x) || isnan(y) ? x + y : BIGGER(x, y); }                                      \
  T fminimum##S(T x, T y) { return isnan(x) || isnan(y) ? x + y : SMALLER(x, y); }                                     \
  T fmaximum_num##S(T x, T y) { return isnan(x) ? y : isnan(y) ? x : BIGGER(x, y); }                                   \
  T fminimum_num##S(T x, T y) { return isnan(x) ? y : isnan(y) ? x : SMALLER(x, y); }                                  \
  T fmaximum_mag##S(T x, T y) {                                                                                        \
    return fabs##S(x) > fabs##S(y) ? x : fabs##S(x) < fabs##S(y) ? y : fmaximum##S(x, y);                              \
  }                                                                                                                    \
  T fminimum_mag##S(T x, T y) {                                                                                        \
    return fabs##S(x) < fabs##S(y) ? x : fabs##S(x) > fabs##S(y) ? y : fminimum##S(x, y);                              \
  }                                                                                                                    \
  T fmaximum_mag_num##S(T x, T y) {                                                                                    \
    return fabs##S(x) > fabs##S(y) ? x : fabs##S(x) < fabs##S(y) ? y : fmaximum_num##S(x, y);                          \
  }                                                                                                                    \
  T fminimum_mag_num##S(T x, T y) {                                                                                    \
    return fabs##S(x) < fabs##S(y) ? x : fabs##S(x) > fabs##S(y) ? y : fminimum_num##S(x, y);                          \
  }                                                                                                                    \
  T fmaxmag##S(T x, T y) { return fabs##S(x) > fabs##S(y) ? x : fabs##S(x) < fabs##S(y) ? y : fmax##S(x, y); }         \
  T fminmag##S(T x, T y) { return fabs##S(x) < fabs##S(y) ? x : fabs##S(x) > fabs##S(y) ? y : fmin##S(x, y); }
EXTREMES(float, f)
EXTREMES(double, )
EXTREMES(long double, l)

/* Of double or wider operands, rounded to a narrower type. Of doubles the intermediate has bits enough that rounding twice is harmless. */
#define NARROWER(R, F, T, S, W)                                                                                        \
  R F##add##S(T x, T y) { return (R)((W)x + (W)y); }                                                                   \
  R F##sub##S(T x, T y) { return (R)((W)x - (W)y); }                                                                   \
  R F##mul##S(T x, T y) { return (R)((W)x * (W)y); }                                                                   \
  R F##div##S(T x, T y) { return (R)((W)x / (W)y); }
NARROWER(float, f, double, , long double)
NARROWER(float, f, long double, l, long double)
NARROWER(double, d, long double, l, long double)
float fsqrt(double x) { return (float)sqrtl((long double)x); }
float fsqrtl(long double x) { return (float)sqrtl(x); }
double dsqrtl(long double x) { return (double)sqrtl(x); }
float ffma(double x, double y, double z) { return (float)fmal((long double)x, (long double)y, (long double)z); }
float ffmal(long double x, long double y, long double z) { return (float)fmal(x, y, z); }
double dfmal(long double x, long double y, long double z) { return (double)fmal(x, y, z); }

double _Complex clog10(double _Complex z) { return clog(z) / log(10.0); }
float _Complex clog10f(float _Complex z) { return (float _Complex)clog10(z); }
long double _Complex clog10l(long double _Complex z) { return clogl(z) / logl(10.0L); }

/* NaN and infinity have one form each here, so all numbers are canonical. */
int canonicalize(double *to, const double *from) { return *to = *from, 0; }
int canonicalizef(float *to, const float *from) { return *to = *from, 0; }
int canonicalizel(long double *to, const long double *from) { return *to = *from, 0; }

/* IEEE 754's order of all values: -NaN < -infinity < ... < -0 < 0 < ... < infinity < NaN. */
static int64_t place(double x) {
  int64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits < 0 ? INT64_MAX ^ bits : bits;
}
int totalorder(const double *x, const double *y) { return place(*x) <= place(*y); }
int totalordermag(const double *x, const double *y) { return place(fabs(*x)) <= place(fabs(*y)); }
static int32_t place_float(float x) {
  int32_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits < 0 ? INT32_MAX ^ bits : bits;
}
int totalorderf(const float *x, const float *y) { return place_float(*x) <= place_float(*y); }
int totalordermagf(const float *x, const float *y) { return place_float(fabsf(*x)) <= place_float(fabsf(*y)); }
