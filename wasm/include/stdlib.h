/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_STDLIB_H
#define HEAPSCOPE_STDLIB_H

#include_next <stdlib.h>

#ifndef __STRICT_ANSI__
#include <alloca.h>
#endif

#if defined(_POSIX_SOURCE) || defined(_POSIX_C_SOURCE) || defined(_XOPEN_SOURCE) || defined(_GNU_SOURCE) ||            \
    defined(_BSD_SOURCE)
#include <sys/types.h>
int mkstemp(char *);
char *mkdtemp(char *);
#endif

#if defined(_GNU_SOURCE) || defined(_BSD_SOURCE)
char *mktemp(char *);
int mkstemps(char *, int);
int mkostemp(char *, int);
void *valloc(size_t);
int getloadavg(double *, int);
int on_exit(void (*)(int, void *), void *);
void *reallocarray(void *, size_t, size_t);
void qsort_r(void *, size_t, size_t, int (*)(const void *, const void *, void *), void *);
typedef int (*__compar_fn_t)(const void *, const void *);

#include <stdint.h>
struct random_data {
  int32_t *fptr, *rptr, *state;
  int rand_type, rand_deg, rand_sep;
  int32_t *end_ptr;
};
int random_r(struct random_data *, int32_t *);
int srandom_r(unsigned, struct random_data *);
int initstate_r(unsigned, char *, size_t, struct random_data *);
int setstate_r(char *, struct random_data *);
struct drand48_data {
  unsigned short __x[3], __old_x[3], __c, __init;
  unsigned long long __a;
};
int drand48_r(struct drand48_data *, double *);
int erand48_r(unsigned short[3], struct drand48_data *, double *);
int lrand48_r(struct drand48_data *, long *);
int nrand48_r(unsigned short[3], struct drand48_data *, long *);
int mrand48_r(struct drand48_data *, long *);
int jrand48_r(unsigned short[3], struct drand48_data *, long *);
int srand48_r(long, struct drand48_data *);
int seed48_r(unsigned short[3], struct drand48_data *);
int lcong48_r(unsigned short[7], struct drand48_data *);
int ecvt_r(double, int, int *__restrict, int *__restrict, char *__restrict, size_t);
int fcvt_r(double, int, int *__restrict, int *__restrict, char *__restrict, size_t);
int rpmatch(const char *);
long long strtoq(const char *__restrict, char **__restrict, int);
unsigned long long strtouq(const char *__restrict, char **__restrict, int);
#endif

#ifdef _GNU_SOURCE
typedef __compar_fn_t comparison_fn_t;
char *secure_getenv(const char *);
char *canonicalize_file_name(const char *);
int mkostemps(char *, int, int);
#define mkstemp64 mkstemp
#define mkstemps64 mkstemps
#define mkostemp64 mkostemp
#define mkostemps64 mkostemps
#define __NEED_locale_t
#include <bits/alltypes.h>
long strtol_l(const char *__restrict, char **__restrict, int, locale_t);
unsigned long strtoul_l(const char *__restrict, char **__restrict, int, locale_t);
long long strtoll_l(const char *__restrict, char **__restrict, int, locale_t);
unsigned long long strtoull_l(const char *__restrict, char **__restrict, int, locale_t);
#endif

#if defined(_GNU_SOURCE) || (defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L)
int strfromd(char *__restrict, size_t, const char *__restrict, double);
int strfromf(char *__restrict, size_t, const char *__restrict, float);
int strfroml(char *__restrict, size_t, const char *__restrict, long double);
#endif

#endif
