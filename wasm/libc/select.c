/* select, by poll's means. */
#include <stdlib.h>
#include <sys/select.h>
#include <sys/time.h>
#include <wasi/api.h>

#include "heapscope/system.h"
#include "wait-ready.h"

#define NANOSECONDS 1000000000ull
#define FEW 16

static int is_in(int descriptor, fd_set *set) { return set && FD_ISSET(descriptor, set); }

static int wait_for(struct pollfd *asked, int highest, fd_set *sets[3], uint64_t time, const sigset_t *mask,
                    hs_wait_masked *wait) {
  unsigned count = 0;
  for (int fd = 0; fd < highest; fd++) {
    short events = (is_in(fd, sets[0]) ? POLLIN : 0) | (is_in(fd, sets[1]) ? POLLOUT : 0);
    if (events) asked[count++] = (struct pollfd){.fd = fd, .events = events};
  }
  int ready = wait(asked, count, time, mask);
  if (ready < 0) return ready;
  for (unsigned i = 0; i < count; i++)
    if (asked[i].revents & POLLNVAL) return -__WASI_ERRNO_BADF;
  for (int i = 0; i < 3; i++)
    if (sets[i]) FD_ZERO(sets[i]);
  int found = 0;
  for (unsigned i = 0; i < count; i++) {
    const struct pollfd *one = &asked[i];
    if (one->events & POLLIN && one->revents & (POLLIN | POLLHUP | POLLERR)) FD_SET(one->fd, sets[0]), found++;
    if (one->events & POLLOUT && one->revents & (POLLOUT | POLLERR)) FD_SET(one->fd, sets[1]), found++;
  }
  return found;
}

int hs_select(int highest, fd_set *sets[3], uint64_t time, const sigset_t *mask, hs_wait_masked *wait) {
  if (highest < 0 || highest > FD_SETSIZE) return hs_fail(EINVAL);
  struct pollfd few[FEW], *asked = highest > FEW ? malloc((unsigned)highest * sizeof *asked) : few;
  if (!asked) return hs_fail(ENOMEM);
  int found = wait_for(asked, highest, sets, time, mask, wait);
  if (asked != few) free(asked);
  return hs_result(found);
}

static int wait_unmasked(struct pollfd *asked, unsigned count, uint64_t time, const sigset_t *mask) {
  (void)mask;
  return hs_wait_ready(asked, count, time);
}

int select(int highest, fd_set *restrict reads, fd_set *restrict writes, fd_set *restrict exceptions,
           struct timeval *restrict time) {
  if (time && (time->tv_sec < 0 || time->tv_usec < 0)) return hs_fail(EINVAL);
  fd_set *sets[] = {reads, writes, exceptions};
  uint64_t nanoseconds = time ? (uint64_t)time->tv_sec * NANOSECONDS + (uint64_t)time->tv_usec * 1000 : HS_NO_END;
  return hs_select(highest, sets, nanoseconds, NULL, wait_unmasked);
}
