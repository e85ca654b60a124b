/* Linux's ids of threads: the first one's is its process's. */
#include <pthread.h>
#include <unistd.h>

#include "heapscope/threads.h"

/* Far from all processes' ids. */
#define FIRST_OF_THREADS 100000

pid_t gettid(void) {
  uint32_t index = hs_self()->index;
  return index == 0 ? getpid() : getpid() * 100 + FIRST_OF_THREADS + (pid_t)index;
}
