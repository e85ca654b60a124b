/* Signals within a process. Who sends one from outside calls __signal_arrives when the receiver can take it. */
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
sigset_t __signal_mask;

static bool is_valid(int number) {
  if (number >= 1 && number < _NSIG) return true;
  errno = EINVAL;
  return false;
}

static unsigned long long bit(int number) { return 1ull << (number - 1); }

static unsigned long long bits(const sigset_t *set) {
  return set->__bits[0] | (unsigned long long)set->__bits[1] << 32;
}
static sigset_t set_of(unsigned long long bits) {
  return (sigset_t){{(unsigned long)bits, (unsigned long)(bits >> 32)}};
}

#define UNBLOCKABLE (bit(SIGKILL) | bit(SIGSTOP))
#define IGNORED_BY_DEFAULT (bit(SIGCHLD) | bit(SIGCONT) | bit(SIGURG) | bit(SIGWINCH))

/* The host asks too, before it sends a signal to this process. */
__attribute__((export_name("__heapscope_disposition"))) int __signal_disposition(int number) {
  if (actions[number].sa_handler == SIG_IGN) return -1;
  if (actions[number].sa_handler != SIG_DFL) return 1;
  return bit(number) & IGNORED_BY_DEFAULT ? -1 : 0;
}

static void call_handler(int number, siginfo_t *info) {
  struct sigaction action = actions[number];
  if (action.sa_flags & SA_RESETHAND) actions[number].sa_handler = SIG_DFL;
  sigset_t saved = __signal_mask;
  unsigned long long blocked = bits(&saved) | bits(&action.sa_mask);
  if (!(action.sa_flags & SA_NODEFER)) blocked |= bit(number);
  __signal_mask = set_of(blocked & ~UNBLOCKABLE);
  if (action.sa_flags & SA_SIGINFO) {
    ucontext_t context = {0};
    action.sa_sigaction(number, info, &context);
  } else {
    action.sa_handler(number);
  }
  __signal_mask = saved;
}

static void deliver(int number, const siginfo_t *info) {
  int disposition = __signal_disposition(number);
  if (disposition == 0) hs_die(number);
  if (disposition < 0) return;
  siginfo_t own = *info;
  call_handler(number, &own);
}

void __signals_deliver_pending(void) {
  unsigned long long ready;
  while ((ready = bits(&pending) & ~bits(&__signal_mask))) {
    int number = __builtin_ctzll(ready) + 1;
    pending = set_of(bits(&pending) & ~bit(number));
    deliver(number, &pending_info[number]);
  }
}

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
  siginfo_t info = {.si_signo = number, .si_code = SI_TKILL, .si_pid = getpid()};
  __signal_arrives(number, &info);
  return 0;
}

_Noreturn void abort(void) {
  __signal_mask = set_of(bits(&__signal_mask) & ~bit(SIGABRT));
  raise(SIGABRT);
  hs_die(SIGABRT);
}

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

int sigpending(sigset_t *set) {
  *set = pending;
  return 0;
}

int sigemptyset(sigset_t *set) {
  *set = set_of(0);
  return 0;
}
int sigfillset(sigset_t *set) {
  *set = set_of(~0ull);
  return 0;
}
int sigaddset(sigset_t *set, int number) {
  if (!is_valid(number)) return -1;
  *set = set_of(bits(set) | bit(number));
  return 0;
}
int sigdelset(sigset_t *set, int number) {
  if (!is_valid(number)) return -1;
  *set = set_of(bits(set) & ~bit(number));
  return 0;
}
int sigismember(const sigset_t *set, int number) {
  if (!is_valid(number)) return -1;
  return (bits(set) & bit(number)) != 0;
}
int sigisemptyset(const sigset_t *set) { return bits(set) == 0; }

int sigaltstack(const stack_t *restrict stack, stack_t *restrict old) {
  static stack_t current = {.ss_flags = SS_DISABLE};
  stack_t before = current;
  if (stack) current = *stack;
  if (old) *old = before;
  return 0;
}

/*
 * For the host: the running statement faulted. True if a handler took it and came back, in which case Linux would run the
 * statement again and fault again, for ever.
 */
__attribute__((export_name("__heapscope_fault_signal"))) int __heapscope_fault_signal(int number, void *address) {
  if (__signal_disposition(number) <= 0 || (bits(&__signal_mask) & bit(number))) return 0;
  siginfo_t info = {.si_signo = number, .si_code = number == SIGFPE ? FPE_INTDIV : SEGV_MAPERR, .si_addr = address};
  deliver(number, &info);
  return 1;
}
