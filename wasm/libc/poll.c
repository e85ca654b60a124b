/* poll, by WASI's poll_oneoff: a subscription for each thing that is asked of a descriptor, and one for the time. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <wasi/api.h>

#include "heapscope/system.h"
#include "wait-ready.h"

#define MILLISECOND 1000000ull
#define READS (POLLIN | POLLRDNORM)
#define WRITES (POLLOUT | POLLWRNORM)
/* More need memory from the heap. */
#define FEW 16
#define IS_TIME UINT64_MAX

static void subscribe(__wasi_subscription_t *to, unsigned index, int descriptor, __wasi_eventtype_t type) {
  *to = (__wasi_subscription_t){.userdata = index, .u = {.tag = type}};
  to->u.u.fd_read.file_descriptor = descriptor;
}

static unsigned subscriptions(__wasi_subscription_t *to, const struct pollfd *descriptors, unsigned count,
                              uint64_t time) {
  unsigned made = 0;
  for (unsigned i = 0; i < count; i++) {
    int fd = descriptors[i].fd, events = descriptors[i].events;
    if (fd < 0) continue;
    /* Errors and hang-ups are told even if nothing is asked. */
    if (events & READS || !(events & WRITES)) subscribe(&to[made++], i, fd, __WASI_EVENTTYPE_FD_READ);
    if (events & WRITES) subscribe(&to[made++], i, fd, __WASI_EVENTTYPE_FD_WRITE);
  }
  if (time == HS_NO_END) return made;
  to[made] = (__wasi_subscription_t){.userdata = IS_TIME, .u = {.tag = __WASI_EVENTTYPE_CLOCK}};
  to[made].u.u.clock.id = __WASI_CLOCKID_MONOTONIC;
  to[made].u.u.clock.timeout = time;
  return made + 1;
}

static void note(struct pollfd *descriptor, const __wasi_event_t *event) {
  int reads = event->type == __WASI_EVENTTYPE_FD_READ;
  int found = 0;
  if (event->error == __WASI_ERRNO_BADF)
    found = POLLNVAL;
  else if (event->error)
    found = POLLERR | (reads ? 0 : WRITES);
  else {
    int hangs_up = event->fd_readwrite.flags & __WASI_EVENTRWFLAGS_FD_READWRITE_HANGUP;
    if (hangs_up) found |= POLLHUP;
    if (!reads || !hangs_up || event->fd_readwrite.nbytes > 0) found |= reads ? READS : WRITES;
  }
  descriptor->revents |= found & (descriptor->events | POLLERR | POLLHUP | POLLNVAL);
}

static int wait_with(__wasi_subscription_t *asked, __wasi_event_t *events, struct pollfd *descriptors, unsigned count,
                     uint64_t time) {
  __wasi_size_t told = 0;
  unsigned wanted = subscriptions(asked, descriptors, count, time);
  /* Nothing but a signal can end it. */
  if (wanted == 0) return hs_system_pause();
  __wasi_errno_t error = __wasi_poll_oneoff(asked, events, wanted, &told);
  if (error) return -(int)error;
  for (unsigned i = 0; i < count; i++) descriptors[i].revents = 0;
  for (unsigned i = 0; i < told; i++)
    if (events[i].userdata != IS_TIME) note(&descriptors[events[i].userdata], &events[i]);
  int ready = 0;
  for (unsigned i = 0; i < count; i++) ready += descriptors[i].revents != 0;
  return ready;
}

int hs_wait_ready(struct pollfd *descriptors, unsigned count, uint64_t time) {
  __wasi_subscription_t few[2 * FEW + 1], *asked = few;
  __wasi_event_t few_events[2 * FEW + 1], *events = few_events;
  if (count > FEW) {
    asked = malloc((2 * count + 1) * sizeof *asked);
    events = malloc((2 * count + 1) * sizeof *events);
  }
  int ready =
      asked && events ? HS_CANCELLABLE(wait_with(asked, events, descriptors, count, time)) : -__WASI_ERRNO_NOMEM;
  if (count > FEW) free(asked), free(events);
  return ready;
}

int poll(struct pollfd *descriptors, nfds_t count, int milliseconds) {
  uint64_t time = milliseconds < 0 ? HS_NO_END : (uint64_t)milliseconds * MILLISECOND;
  return hs_result(hs_wait_ready(descriptors, count, time));
}
