/* System V's and BSD's ways with signals, from before POSIX; textbooks still show them. */
#include <errno.h>
#include <signal.h>

static sigset_t only(int number) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  return set;
}

int sighold(int number) {
  sigset_t set = only(number);
  return sigprocmask(SIG_BLOCK, &set, NULL);
}
int sigrelse(int number) {
  sigset_t set = only(number);
  return sigprocmask(SIG_UNBLOCK, &set, NULL);
}
int sigignore(int number) {
  struct sigaction action = {.sa_handler = SIG_IGN};
  return sigaction(number, &action, NULL);
}
void (*sigset(int number, void (*handler)(int)))(int) {
  sigset_t set = only(number), before;
  struct sigaction action = {.sa_handler = handler}, old;
  if (sigaction(number, handler == SIG_HOLD ? NULL : &action, &old)) return SIG_ERR;
  if (sigprocmask(handler == SIG_HOLD ? SIG_BLOCK : SIG_UNBLOCK, &set, &before)) return SIG_ERR;
  return sigismember(&before, number) ? SIG_HOLD : old.sa_handler;
}
int sigpause(int number) {
  sigset_t mask;
  if (sigprocmask(SIG_SETMASK, NULL, &mask) || sigdelset(&mask, number)) return -1;
  return sigsuspend(&mask);
}

/* A mask of BSD's has a bit for each of the first 32 signals. */
static int bits_of(const sigset_t *set) {
  unsigned bits = 0;
  for (int number = 1; number <= 32; number++)
    if (sigismember(set, number)) bits |= 1u << (number - 1);
  return (int)bits;
}
static int change_mask(int how, int bits) {
  sigset_t set, old;
  sigemptyset(&set);
  for (int number = 1; number <= 32; number++)
    if ((unsigned)bits >> (number - 1) & 1) sigaddset(&set, number);
  return sigprocmask(how, &set, &old) ? -1 : bits_of(&old);
}
int sigblock(int bits) { return change_mask(SIG_BLOCK, bits); }
int sigsetmask(int bits) { return change_mask(SIG_SETMASK, bits); }
int siggetmask(void) { return change_mask(SIG_BLOCK, 0); }

void (*ssignal(int number, void (*handler)(int)))(int) { return signal(number, handler); }
void (*bsd_signal(int number, void (*handler)(int)))(int) { return signal(number, handler); }
int gsignal(int number) { return raise(number); }

/* System V's signal: the handler is used once, and nothing is blocked in it. */
void (*sysv_signal(int number, void (*handler)(int)))(int) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER)}, old;
  return sigaction(number, &action, &old) ? SIG_ERR : old.sa_handler;
}
