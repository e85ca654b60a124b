/* Signals to other processes. */
#include <signal.h>
#include <unistd.h>

#include "heapscope/system.h"

int kill(pid_t pid, int number) {
  if (pid != getpid()) return hs_result(hs_system_kill(pid, number));
  return number == 0 ? 0 : raise(number);
}
