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

#ifndef __STRICT_ANSI__
extern char *tzname[2];
extern int daylight;
extern long timezone;
void tzset(void);
#endif

#endif
