/* What poll, select and their kin are made of. */
#ifndef WAIT_READY_H
#define WAIT_READY_H

#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <sys/select.h>

/*
 * Waits until one of the descriptors is ready, or for `time` nanoseconds (HS_NO_END: for ever), and notes in `revents` what each is ready
 * for. Gives how many are, or minus one of WASI's errnos.
 */
int hs_wait_ready(struct pollfd *descriptors, unsigned count, uint64_t time);
#define HS_NO_END UINT64_MAX

/* select for descriptors to read, to write, and nothing; `wait` is as hs_wait_ready, under this mask. Gives what select gives. */
typedef int hs_wait_masked(struct pollfd *, unsigned, uint64_t, const sigset_t *);
int hs_select(int highest, fd_set *sets[3], uint64_t time, const sigset_t *mask, hs_wait_masked *wait);

#endif
