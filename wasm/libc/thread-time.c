/* Times that waits end at. */
#include <time.h>

#include "heapscope/threads.h"

#define NANOSECONDS 1000000000ll

uint64_t hs_time_until(clockid_t clock, const struct timespec *until) {
  if (!until) return HS_FOREVER;
  struct timespec now;
  clock_gettime(clock, &now);
  int64_t left = (until->tv_sec - now.tv_sec) * NANOSECONDS + until->tv_nsec - now.tv_nsec;
  return left > 0 ? (uint64_t)left : 0;
}
