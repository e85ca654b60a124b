/* Timers that send signals, in virtual time. */
#include <sys/time.h>
#include <unistd.h>

#include "heapscope/system.h"

#define NANOSECONDS 1000000000ull
#define MICROSECONDS 1000000u
#define NANOSECONDS_PER_MICROSECOND 1000u

static uint64_t set_real(uint64_t value, uint64_t interval) {
  struct hs_timer new = {value, interval}, old = {0};
  hs_system_timer(ITIMER_REAL, &new, &old);
  return old.value;
}

unsigned alarm(unsigned seconds) {
  uint64_t rest = set_real(seconds * NANOSECONDS, 0);
  /* As Linux rounds it: to the nearest, but not to 0. */
  uint64_t rounded = (rest + NANOSECONDS / 2) / NANOSECONDS;
  return rest > 0 && rounded == 0 ? 1 : (unsigned)rounded;
}

unsigned ualarm(unsigned value, unsigned interval) {
  uint64_t rest =
      set_real((uint64_t)value * NANOSECONDS_PER_MICROSECOND, (uint64_t)interval * NANOSECONDS_PER_MICROSECOND);
  return (unsigned)(rest / NANOSECONDS_PER_MICROSECOND);
}

static int is_valid(struct timeval time) {
  return time.tv_sec >= 0 && time.tv_usec >= 0 && time.tv_usec < MICROSECONDS;
}
static uint64_t nanoseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * NANOSECONDS + (uint64_t)time.tv_usec * NANOSECONDS_PER_MICROSECOND;
}
static struct timeval time_of(uint64_t nanoseconds) {
  return (struct timeval){(time_t)(nanoseconds / NANOSECONDS),
                          (suseconds_t)(nanoseconds % NANOSECONDS / NANOSECONDS_PER_MICROSECOND)};
}

int setitimer(int which, const struct itimerval *restrict new, struct itimerval *restrict old) {
  struct hs_timer given, before = {0};
  if (which < ITIMER_REAL || which > ITIMER_PROF) return hs_fail(EINVAL);
  if (new) {
    if (!is_valid(new->it_value) || !is_valid(new->it_interval)) return hs_fail(EINVAL);
    given = (struct hs_timer){nanoseconds(new->it_value), nanoseconds(new->it_interval)};
  }
  hs_system_timer((uint32_t)which, new ? &given : NULL, &before);
  if (old) *old = (struct itimerval){time_of(before.interval), time_of(before.value)};
  return 0;
}

int getitimer(int which, struct itimerval *value) { return setitimer(which, NULL, value); }
