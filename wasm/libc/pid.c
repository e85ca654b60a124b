#include <sys/types.h>
#include <unistd.h>

#include "heapscope/host.h"

pid_t getpid(void) { return hs_getpid(); }
