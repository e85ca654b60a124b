#include <sys/types.h>
#include <unistd.h>

#include "heapscope/system.h"

pid_t getppid(void) { return hs_system_getppid(); }
