/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_MATH_H
#define HEAPSCOPE_MATH_H

#include_next <math.h>

#if defined(_GNU_SOURCE) || (defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L)
double fmaximum(double, double);
double fminimum(double, double);
double fmaximum_num(double, double);
double fminimum_num(double, double);
double fmaximum_mag(double, double);
double fminimum_mag(double, double);
double fmaximum_mag_num(double, double);
double fminimum_mag_num(double, double);
double roundeven(double);
long llogb(double);
double nextup(double);
double nextdown(double);
int canonicalize(double *, const double *);
int totalorder(const double *, const double *);
int totalordermag(const double *, const double *);
float fmaximumf(float, float);
float fminimumf(float, float);
float fmaximum_numf(float, float);
float fminimum_numf(float, float);
float fmaximum_magf(float, float);
float fminimum_magf(float, float);
float fmaximum_mag_numf(float, float);
float fminimum_mag_numf(float, float);
float roundevenf(float);
long llogbf(float);
float nextupf(float);
float nextdownf(float);
int canonicalizef(float *, const float *);
int totalorderf(const float *, const float *);
int totalordermagf(const float *, const float *);
long double fmaximuml(long double, long double);
long double fminimuml(long double, long double);
long double fmaximum_numl(long double, long double);
long double fminimum_numl(long double, long double);
long double fmaximum_magl(long double, long double);
long double fminimum_magl(long double, long double);
long double fmaximum_mag_numl(long double, long double);
long double fminimum_mag_numl(long double, long double);
long double roundevenl(long double);
long llogbl(long double);
long double nextupl(long double);
long double nextdownl(long double);
int canonicalizel(long double *, const long double *);
float fadd(double, double);
float fsub(double, double);
float fmul(double, double);
float fdiv(double, double);
float fsqrt(double);
float ffma(double, double, double);
float faddl(long double, long double);
float fsubl(long double, long double);
float fmull(long double, long double);
float fdivl(long double, long double);
float fsqrtl(long double);
float ffmal(long double, long double, long double);
double daddl(long double, long double);
double dsubl(long double, long double);
double dmull(long double, long double);
double ddivl(long double, long double);
double dsqrtl(long double);
double dfmal(long double, long double, long double);
#endif

#ifdef _GNU_SOURCE
double gamma(double);
double fmaxmag(double, double);
double fminmag(double, double);
float gammaf(float);
float fmaxmagf(float, float);
float fminmagf(float, float);
long double gammal(long double);
long double fmaxmagl(long double, long double);
long double fminmagl(long double, long double);
int finitel(long double);
long double scalbl(long double, long double);
long double significandl(long double);
int isinff(float);
int isinfl(long double);
int isnanf(float);
int isnanl(long double);
#endif

#endif
