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
#endif

#ifdef _GNU_SOURCE
typedef __compar_fn_t comparison_fn_t;
char *secure_getenv(const char *);
#endif

#endif
