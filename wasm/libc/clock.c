/*
 * Clocks by Linux's numbers. wasi-libc's own objects name a clock by the address of a constant instead; both come here.
 */
#include <errno.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <wasi/api.h>

#define NANOSECONDS 1000000000ull

static __wasi_clockid_t wasi_clock(clockid_t clock) {
  if (clock < 0 || clock >= 0x1000) return *(const __wasi_clockid_t *)clock;
  switch (clock) {
  case CLOCK_REALTIME_COARSE:
    return __WASI_CLOCKID_REALTIME;
  case CLOCK_MONOTONIC_RAW:
  case CLOCK_MONOTONIC_COARSE:
  case CLOCK_BOOTTIME:
    return __WASI_CLOCKID_MONOTONIC;
  default:
    return (__wasi_clockid_t)clock;
  }
}

static unsigned long long now(clockid_t clock, __wasi_errno_t *error) {
  __wasi_timestamp_t time = 0;
  *error = __wasi_clock_time_get(wasi_clock(clock), 1, &time);
  return time;
}

static int put(unsigned long long nanoseconds, struct timespec *result) {
  *result = (struct timespec){(time_t)(nanoseconds / NANOSECONDS), (long)(nanoseconds % NANOSECONDS)};
  return 0;
}

int clock_gettime(clockid_t clock, struct timespec *result) {
  __wasi_errno_t error;
  unsigned long long time = now(clock, &error);
  if (error == 0) return put(time, result);
  errno = EINVAL;
  return -1;
}

int clock_getres(clockid_t clock, struct timespec *result) {
  __wasi_errno_t error;
  now(clock, &error);
  if (error == 0) return result ? put(1, result) : 0;
  errno = EINVAL;
  return -1;
}

static unsigned long long cpu_time(void) {
  __wasi_errno_t error;
  return now(CLOCK_PROCESS_CPUTIME_ID, &error);
}

clock_t clock(void) { return (clock_t)(cpu_time() / 1000); }

#define TICKS_PER_SECOND 100 /* sysconf(_SC_CLK_TCK) */

clock_t times(struct tms *result) {
  __wasi_errno_t error;
  unsigned long long tick = NANOSECONDS / TICKS_PER_SECOND;
  if (result) *result = (struct tms){.tms_utime = (clock_t)(cpu_time() / tick)};
  return (clock_t)(now(CLOCK_MONOTONIC, &error) / tick);
}

int getrusage(int who, struct rusage *result) {
  if (who != RUSAGE_SELF && who != RUSAGE_CHILDREN && who != RUSAGE_THREAD) {
    errno = EINVAL;
    return -1;
  }
  unsigned long long microseconds = who == RUSAGE_CHILDREN ? 0 : cpu_time() / 1000;
  *result = (struct rusage){.ru_utime = {(time_t)(microseconds / 1000000), (suseconds_t)(microseconds % 1000000)}};
  return 0;
}

/* The only time zone here. */
char *tzname[2] = {"UTC", "UTC"};
int daylight;
long timezone;
void tzset(void) {}
