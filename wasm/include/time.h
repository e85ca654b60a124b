/* wasi-libc's, with Linux's clock numbers and unit of clock(). */
#ifndef HEAPSCOPE_TIME_H
#define HEAPSCOPE_TIME_H

#include_next <time.h>

#undef CLOCKS_PER_SEC
#define CLOCKS_PER_SEC ((clock_t)1000000)

#undef CLOCK_REALTIME
#undef CLOCK_MONOTONIC
#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID 3
#define CLOCK_MONOTONIC_RAW 4
#define CLOCK_REALTIME_COARSE 5
#define CLOCK_MONOTONIC_COARSE 6
#define CLOCK_BOOTTIME 7

#if defined(_POSIX_SOURCE) || defined(_POSIX_C_SOURCE) || defined(_XOPEN_SOURCE) || defined(_GNU_SOURCE) ||            \
    defined(_BSD_SOURCE)
int clock_settime(clockid_t, const struct timespec *);
int clock_getcpuclockid(pid_t, clockid_t *);
#endif
#if defined(_GNU_SOURCE) || (defined(__STDC_VERSION__) && __STDC_VERSION__ > 201710L)
int timespec_getres(struct timespec *, int);
#endif

#ifdef _GNU_SOURCE
time_t timelocal(struct tm *);
int dysize(int);
char *strptime_l(const char *__restrict, const char *__restrict, struct tm *__restrict, locale_t);
#endif

#ifndef __STRICT_ANSI__
extern char *tzname[2];
extern int daylight;
extern long timezone;
void tzset(void);
#endif

#endif
