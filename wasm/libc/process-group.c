/* Process groups and sessions. */
#include <unistd.h>

#include "heapscope/system.h"

pid_t getpgrp(void) { return hs_system_getpgid(0); }
pid_t getpgid(pid_t pid) { return hs_result(hs_system_getpgid(pid)); }
pid_t getsid(pid_t pid) { return hs_result(hs_system_getsid(pid)); }
int setpgid(pid_t pid, pid_t group) { return hs_result(hs_system_setpgid(pid, group)); }
int setpgrp(void) { return setpgid(0, 0); }
pid_t setsid(void) { return hs_result(hs_system_setsid()); }
