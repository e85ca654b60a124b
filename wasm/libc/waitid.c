/* Waiting for a child's change, and what it is in a siginfo_t. */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "heapscope/system.h"
#include "signals.h"

static void tell(int status, siginfo_t *info) {
  if (WIFEXITED(status)) {
    info->si_code = CLD_EXITED;
    info->si_status = WEXITSTATUS(status);
  } else if (WIFSTOPPED(status)) {
    info->si_code = CLD_STOPPED;
    info->si_status = WSTOPSIG(status);
  } else if (WIFCONTINUED(status)) {
    info->si_code = CLD_CONTINUED;
    info->si_status = SIGCONT;
  } else {
    info->si_code = CLD_KILLED;
    info->si_status = WTERMSIG(status);
  }
}

int waitid(idtype_t type, id_t id, siginfo_t *info, int options) {
  int wanted = WEXITED | WSTOPPED | WCONTINUED;
  if ((unsigned)type > P_PGID || !(options & wanted) || options & ~(wanted | WNOHANG | WNOWAIT)) return hs_fail(EINVAL);
  int32_t pid = type == P_ALL ? -1 : type == P_PID ? (int32_t)id : id ? -(int32_t)id : 0;
  int how = (options & ~WEXITED) | (options & WEXITED ? 0 : HS_NO_ENDS);
  int32_t status = 0, child = HS_CANCELLABLE(hs_system_wait(pid, &status, how));
  if (child < 0) return hs_result(child);
  if (!info) return 0;
  memset(info, 0, sizeof *info);
  if (child == 0) return 0;
  info->si_signo = SIGCHLD;
  info->si_pid = child;
  info->si_uid = HS_USER;
  tell(status, info);
  return 0;
}
