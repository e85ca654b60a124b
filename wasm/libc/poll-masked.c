/* ppoll and pselect: waiting with another signal mask. */
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/select.h>
#include <time.h>
#include <wasi/api.h>

#include "heapscope/system.h"
#include "signals.h"
#include "wait-ready.h"

#define NANOSECONDS 1000000000ull

static int wait_masked(struct pollfd *descriptors, unsigned count, uint64_t time, const sigset_t *mask) {
  if (!mask) return hs_wait_ready(descriptors, count, time);
  sigset_t before = __signal_mask;
  unsigned long long unblockable = 1ull << (SIGKILL - 1) | 1ull << (SIGSTOP - 1);
  __signal_mask = __signal_set(__signal_bits(mask) & ~unblockable);
  int handled = __signals_deliver_pending() & HS_HANDLED;
  int ready = handled ? -__WASI_ERRNO_INTR : hs_wait_ready(descriptors, count, time);
  __signal_mask = before;
  __signals_deliver_pending();
  return ready;
}

static bool is_wrong(const struct timespec *time) {
  return time && (time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec >= (long)NANOSECONDS);
}
static uint64_t in_nanoseconds(const struct timespec *time) {
  return time ? (uint64_t)time->tv_sec * NANOSECONDS + (uint64_t)time->tv_nsec : HS_NO_END;
}

int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *time, const sigset_t *mask) {
  if (is_wrong(time)) return hs_fail(EINVAL);
  return hs_result(wait_masked(descriptors, count, in_nanoseconds(time), mask));
}

int pselect(int highest, fd_set *restrict reads, fd_set *restrict writes, fd_set *restrict exceptions,
            const struct timespec *restrict time, const sigset_t *restrict mask) {
  if (is_wrong(time)) return hs_fail(EINVAL);
  fd_set *sets[] = {reads, writes, exceptions};
  return hs_select(highest, sets, in_nanoseconds(time), mask, wait_masked);
}
