/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_COMPLEX_H
#define HEAPSCOPE_COMPLEX_H

#include_next <complex.h>

#ifdef _GNU_SOURCE
double _Complex clog10(double _Complex);
float _Complex clog10f(float _Complex);
long double _Complex clog10l(long double _Complex);
#endif

#endif
