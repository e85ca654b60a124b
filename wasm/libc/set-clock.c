/* The time of day is given with a run, so nobody sets it; and rarer questions about time. */
#include <errno.h>
#include <pthread.h>
#include <sys/time.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "heapscope/system.h"

int clock_settime(clockid_t clock, const struct timespec *time) { return (void)clock, (void)time, hs_fail(EPERM); }
int settimeofday(const struct timeval *time, const struct timezone *zone) {
  return (void)time, (void)zone, hs_fail(EPERM);
}
int adjtime(const struct timeval *change, struct timeval *old) {
  if (change) return hs_fail(EPERM);
  if (old) *old = (struct timeval){0};
  return 0;
}

/* One process can ask for its own clock only. */
int clock_getcpuclockid(pid_t process, clockid_t *clock) {
  if (process != 0 && process != getpid()) return ESRCH;
  *clock = CLOCK_PROCESS_CPUTIME_ID;
  return 0;
}
int pthread_getcpuclockid(pthread_t thread, clockid_t *clock) {
  if (!pthread_equal(thread, pthread_self())) return ENOENT;
  *clock = CLOCK_THREAD_CPUTIME_ID;
  return 0;
}

int timespec_getres(struct timespec *result, int base) {
  if (base != TIME_UTC) return 0;
  if (result) *result = (struct timespec){.tv_nsec = 1};
  return base;
}
time_t timelocal(struct tm *time) { return mktime(time); }
int dysize(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365; }
char *strptime_l(const char *restrict text, const char *restrict format, struct tm *restrict time, locale_t locale) {
  return (void)locale, strptime(text, format, time);
}
