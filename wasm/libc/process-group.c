/* All processes are in the group and the session of the first one, which a shell started. */
#include <unistd.h>

#include "heapscope/system.h"

#define FIRST_PROCESS 4242

pid_t getpgrp(void) { return FIRST_PROCESS; }
static pid_t group_of(pid_t pid) {
  int32_t found = pid == 0 || pid == getpid() ? 0 : hs_system_kill(pid, 0, 0, 0);
  return found < 0 ? hs_result(found) : FIRST_PROCESS;
}
pid_t getpgid(pid_t pid) { return group_of(pid); }
pid_t getsid(pid_t pid) { return group_of(pid); }
