/* Signals to processes. */
#include <signal.h>
#include <unistd.h>

#include "heapscope/system.h"
#include "signals.h"

static int send(pid_t pid, int number, int code, int value) {
  if (number < 0 || number >= _NSIG) return hs_fail(EINVAL);
  if (pid != getpid()) {
    int result = hs_result(hs_system_kill(pid, number, code == SI_QUEUE, value));
    /* 0 is the whole group: this process too, and last. */
    if (result < 0 || (pid != 0 && pid != -getpgrp())) return result;
  }
  if (number == 0) return 0;
  /* Another thread may take what this one has blocked. */
  if (sigismember(&__signal_mask, number)) return hs_result(hs_system_kill(getpid(), number, code == SI_QUEUE, value));
  siginfo_t info = {.si_signo = number, .si_code = code, .si_pid = getpid(), .si_uid = HS_USER};
  info.si_value.sival_int = value;
  __signal_arrives(number, &info);
  return 0;
}

int kill(pid_t pid, int number) { return send(pid, number, SI_USER, 0); }
int killpg(pid_t group, int number) { return group < 0 ? hs_fail(EINVAL) : kill(group == 0 ? 0 : -group, number); }
int sigqueue(pid_t pid, int number, union sigval value) { return send(pid, number, SI_QUEUE, value.sival_int); }
