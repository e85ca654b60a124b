/* fork and wait. */
#include <sys/resource.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heapscope/system.h"

/* signal.c, where the program has it. */
__attribute__((weak)) void __signals_forked(void);

static pid_t forked(int32_t result) {
  if (result == 0 && __signals_forked) __signals_forked();
  return hs_result(result);
}

pid_t fork(void) {
  if (hs_around_fork) hs_around_fork(HS_BEFORE_FORK);
  pid_t pid = forked(hs_system_fork(0));
  if (hs_around_fork) hs_around_fork(pid == 0 ? HS_IN_CHILD : HS_IN_PARENT);
  return pid;
}
pid_t vfork(void) { return forked(hs_system_fork(1)); }
pid_t _Fork(void);
pid_t _Fork(void) { return forked(hs_system_fork(0)); }

pid_t wait(int *status) { return waitpid(-1, status, 0); }
pid_t waitpid(pid_t pid, int *status, int options) {
  return hs_result(HS_CANCELLABLE(hs_system_wait(pid, status, options)));
}
pid_t wait3(int *status, int options, struct rusage *usage) { return wait4(-1, status, options, usage); }
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) {
  if (usage) *usage = (struct rusage){0};
  return waitpid(pid, status, options);
}
