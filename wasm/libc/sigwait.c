/* Taking signals without a handler. */
#include <signal.h>
#include <time.h>

#include "heapscope/host.h"
#include "heapscope/system.h"
#include "signals.h"

#define FOREVER UINT64_MAX
#define NANOSECONDS 1000000000

static int wait_for(const sigset_t *set, siginfo_t *info, uint64_t time) {
  int number = __signal_take(set, info);
  if (number) return number;
  struct hs_signal given;
  uint32_t low = (uint32_t)time, high = (uint32_t)(time >> 32);
  int32_t result = HS_CANCELLABLE(hs_system_signal_wait(set->__bits[0], set->__bits[1], &given, low, high));
  if (result >= 0) *info = __signal_info(&given);
  return result;
}

int sigwait(const sigset_t *restrict set, int *restrict number) {
  siginfo_t info;
  int32_t result;
  do result = wait_for(set, &info, FOREVER);
  while (result == HS_INTERRUPTED);
  *number = result;
  return 0;
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info) { return sigtimedwait(set, info, NULL); }

int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info, const struct timespec *restrict time) {
  if (time && (time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec >= NANOSECONDS)) return hs_fail(EINVAL);
  siginfo_t found;
  uint64_t wait = time ? (uint64_t)time->tv_sec * NANOSECONDS + (uint64_t)time->tv_nsec : FOREVER;
  int result = hs_result(wait_for(set, &found, wait));
  if (result > 0 && info) *info = found;
  return result;
}

int sigpending(sigset_t *set) {
  uint32_t others[2] = {0};
  hs_system_pending_signals(others);
  sigset_t own = __signals_pending();
  *set = __signal_set(__signal_bits(&own) | others[0] | (unsigned long long)others[1] << 32);
  return 0;
}
