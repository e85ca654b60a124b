/* Signals to other processes. */
#include <signal.h>
#include <unistd.h>

#include "heapscope/system.h"

int kill(pid_t pid, int number) {
  if (pid != getpid()) {
    int result = hs_result(hs_system_kill(pid, number));
    /* 0 is the whole group: this process too, and last. */
    if (pid != 0 || result < 0) return result;
  }
  return number == 0 ? 0 : raise(number);
}
