/* Sleeping, in virtual time. */
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "heapscope/threads.h"

#define NANOSECONDS 1000000000ull

static int sleep_for(uint64_t nanoseconds, uint64_t *remaining) {
  return HS_CANCELLABLE(hs_system_sleep((uint32_t)nanoseconds, (uint32_t)(nanoseconds >> 32), remaining));
}

unsigned sleep(unsigned seconds) {
  uint64_t remaining = 0;
  if (sleep_for(seconds * NANOSECONDS, &remaining) >= 0) return 0;
  return (unsigned)(remaining / NANOSECONDS);
}

int usleep(unsigned microseconds) { return hs_result(sleep_for(microseconds * 1000ull, NULL)); }

int nanosleep(const struct timespec *wanted, struct timespec *rest) {
  if (wanted->tv_sec < 0 || wanted->tv_nsec < 0 || wanted->tv_nsec >= (long)NANOSECONDS) return hs_fail(EINVAL);
  uint64_t remaining = 0;
  int result = sleep_for((uint64_t)wanted->tv_sec * NANOSECONDS + (uint64_t)wanted->tv_nsec, &remaining);
  if (result == HS_INTERRUPTED && rest)
    *rest = (struct timespec){(time_t)(remaining / NANOSECONDS), (long)(remaining % NANOSECONDS)};
  return hs_result(result);
}

/* Gives the error itself. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted, struct timespec *rest) {
  if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC && clock != CLOCK_BOOTTIME) return EINVAL;
  if (!(flags & TIMER_ABSTIME)) return nanosleep(wanted, rest) ? errno : 0;
  if (!hs_is_time(wanted)) return EINVAL;
  return sleep_for(hs_time_until(clock, wanted), NULL) == HS_INTERRUPTED ? EINTR : 0;
}
