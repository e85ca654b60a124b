/* Signals within a process: its handlers, its mask, what raise() sends. What comes from outside waits in the system (src/run/kernel/). */
#include "signals.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "heapscope/host.h"

static struct sigaction actions[_NSIG];
static siginfo_t pending_info[_NSIG];
static sigset_t pending;

static bool is_valid(int number) {
  if (number >= 1 && number < _NSIG) return true;
  errno = EINVAL;
  return false;
}

static unsigned long long bit(int number) { return 1ull << (number - 1); }

#define bits __signal_bits
#define set_of __signal_set
#define UNBLOCKABLE (bit(SIGKILL) | bit(SIGSTOP))
#define STOPS_BY_DEFAULT (bit(SIGSTOP) | bit(SIGTSTP) | bit(SIGTTIN) | bit(SIGTTOU))
#define IGNORED_BY_DEFAULT (bit(SIGCHLD) | bit(SIGCONT) | bit(SIGURG) | bit(SIGWINCH))

/* What the system asks before it sends a signal here: a kind, and flags of SIGCHLD's. The same numbers are in kernel/signal-actions.ts. */
enum { DEFAULT, HANDLED, IGNORED, NO_ZOMBIES = 4, NO_STOPPED_CHILDREN = 8 };

__attribute__((export_name("__heapscope_action"))) int __heapscope_action(int number) {
  const struct sigaction *action = &actions[number];
  int kind = action->sa_handler == SIG_DFL ? DEFAULT : action->sa_handler == SIG_IGN ? IGNORED : HANDLED;
  return kind | (action->sa_flags & SA_NOCLDWAIT ? NO_ZOMBIES : 0) |
         (action->sa_flags & SA_NOCLDSTOP ? NO_STOPPED_CHILDREN : 0);
}

__attribute__((export_name("__heapscope_signal_mask"))) sigset_t *__heapscope_signal_mask(void) {
  return &__signal_mask;
}

static bool is_ignored(int number) {
  if (actions[number].sa_handler == SIG_IGN) return true;
  return actions[number].sa_handler == SIG_DFL && (bit(number) & IGNORED_BY_DEFAULT);
}
static bool has_handler(int number) { return actions[number].sa_handler != SIG_DFL && !is_ignored(number); }

static int call_handler(int number, siginfo_t *info) {
  struct sigaction action = actions[number];
  if (action.sa_flags & SA_RESETHAND) actions[number].sa_handler = SIG_DFL;
  sigset_t saved = __signal_mask;
  unsigned long long blocked = bits(&saved) | bits(&action.sa_mask);
  if (!(action.sa_flags & SA_NODEFER)) blocked |= bit(number);
  __signal_mask = set_of(blocked & ~UNBLOCKABLE);
  /* Of several that came together Linux starts the last one's handler first, as it interrupts those of the others. */
  int done = HS_HANDLED | (action.sa_flags & SA_RESTART ? 0 : HS_INTERRUPTS) | __signals_deliver_pending();
  if (action.sa_flags & SA_SIGINFO) {
    ucontext_t context = {0};
    action.sa_sigaction(number, info, &context);
  } else {
    action.sa_handler(number);
  }
  __signal_mask = saved;
  return done;
}

static int deliver(int number, const siginfo_t *info) {
  if (is_ignored(number)) return 0;
  if (!has_handler(number)) {
    if (!(bit(number) & STOPS_BY_DEFAULT)) hs_die(number);
    hs_stop(number);
    return 0;
  }
  siginfo_t own = *info;
  return call_handler(number, &own);
}

int __signal_take(const sigset_t *set, siginfo_t *info) {
  unsigned long long ready = bits(&pending) & bits(set);
  if (!ready) return 0;
  int number = __builtin_ctzll(ready) + 1;
  pending = set_of(bits(&pending) & ~bit(number));
  *info = pending_info[number];
  return number;
}

/* What this thread was sent itself comes first, as on Linux. */
static int take_unblocked(siginfo_t *info) {
  sigset_t unblocked = set_of(~bits(&__signal_mask));
  int number = __signal_take(&unblocked, info);
  if (number) return number;
  struct hs_signal given;
  number = hs_take_signal(unblocked.__bits[0], unblocked.__bits[1], &given);
  if (number) *info = __signal_info(&given);
  return number;
}

/* The host calls it when one that it has may be delivered. */
__attribute__((export_name("__heapscope_deliver"))) int __signals_deliver_pending(void) {
  int done = 0, number;
  siginfo_t info;
  while ((number = take_unblocked(&info))) done |= deliver(number, &info);
  return done;
}

sigset_t __signals_pending(void) { return pending; }

void __signal_arrives(int number, const siginfo_t *info) {
  if (bits(&__signal_mask) & bit(number)) {
    pending = set_of(bits(&pending) | bit(number));
    pending_info[number] = *info;
  } else {
    deliver(number, info);
  }
}

int raise(int number) {
  if (!is_valid(number)) return -1;
  siginfo_t info = {.si_signo = number, .si_code = SI_TKILL, .si_pid = getpid(), .si_uid = HS_USER};
  __signal_arrives(number, &info);
  return 0;
}

_Noreturn void abort(void) {
  __signal_mask = set_of(bits(&__signal_mask) & ~bit(SIGABRT));
  raise(SIGABRT);
  hs_die(SIGABRT);
}

/* A child begins with nothing pending. */
void __signals_forked(void) { pending = set_of(0); }

int sigaction(int number, const struct sigaction *restrict action, struct sigaction *restrict old) {
  if (!is_valid(number)) return -1;
  if (action && (bit(number) & UNBLOCKABLE)) {
    errno = EINVAL;
    return -1;
  }
  struct sigaction before = actions[number];
  if (action) actions[number] = *action;
  if (old) *old = before;
  return 0;
}

void (*signal(int number, void (*handler)(int)))(int) {
  struct sigaction action = {.sa_flags = SA_RESTART}, old;
  action.sa_handler = handler;
  return sigaction(number, &action, &old) ? SIG_ERR : old.sa_handler;
}

int siginterrupt(int number, int flag) {
  if (!is_valid(number)) return -1;
  actions[number].sa_flags = flag ? actions[number].sa_flags & ~SA_RESTART : actions[number].sa_flags | SA_RESTART;
  return 0;
}

int sigprocmask(int how, const sigset_t *restrict set, sigset_t *restrict old) {
  sigset_t before = __signal_mask;
  if (set) {
    unsigned long long now = bits(&before), given = bits(set);
    if (how == SIG_BLOCK)
      now |= given;
    else if (how == SIG_UNBLOCK)
      now &= ~given;
    else if (how == SIG_SETMASK)
      now = given;
    else {
      errno = EINVAL;
      return -1;
    }
    __signal_mask = set_of(now & ~UNBLOCKABLE);
  }
  if (old) *old = before;
  __signals_deliver_pending();
  return 0;
}

int pthread_sigmask(int how, const sigset_t *restrict set, sigset_t *restrict old) {
  return sigprocmask(how, set, old) ? errno : 0;
}

/*
 * For the host: the running statement faulted. True if a handler took it and came back, in which case Linux would run the
 * statement again and fault again, for ever.
 */
__attribute__((export_name("__heapscope_fault_signal"))) int __heapscope_fault_signal(int number, void *address) {
  if (!has_handler(number) || (bits(&__signal_mask) & bit(number))) return 0;
  siginfo_t info = {.si_signo = number, .si_code = number == SIGFPE ? FPE_INTDIV : SEGV_MAPERR, .si_addr = address};
  deliver(number, &info);
  return 1;
}
