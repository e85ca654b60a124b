/* Waiting for a signal that has a handler. */
#include <signal.h>
#include <unistd.h>

#include "heapscope/system.h"
#include "signals.h"

int pause(void) { return hs_result(HS_CANCELLABLE(hs_system_pause())); }

int sigsuspend(const sigset_t *mask) {
  sigset_t before = __signal_mask;
  unsigned long long unblockable = 1ull << (SIGKILL - 1) | 1ull << (SIGSTOP - 1);
  __signal_mask = __signal_set(__signal_bits(mask) & ~unblockable);
  /* What raise() left pending and what is sent from outside may be there already. */
  if (!(__signals_deliver_pending() & HS_HANDLED)) HS_CANCELLABLE(hs_system_pause());
  __signal_mask = before;
  __signals_deliver_pending();
  return hs_fail(EINTR);
}
