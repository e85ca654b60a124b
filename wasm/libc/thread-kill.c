/* Signals to threads of this process. */
#include <errno.h>
#include <signal.h>

#include "heapscope/threads.h"

int pthread_kill(pthread_t thread, int number) {
  if (thread->magic != HS_THREAD_MAGIC) return ESRCH;
  if (number < 0 || number >= _NSIG) return EINVAL;
  if (number == 0) return 0;
  if (thread == hs_self()) return raise(number) ? errno : 0;
  hs_system_thread_kill(thread->index, number);
  return 0;
}
