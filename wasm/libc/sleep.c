/* Sleeping, in virtual time. */
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "heapscope/system.h"

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
