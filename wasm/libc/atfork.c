/* What libraries want done around fork. */
#include <errno.h>
#include <pthread.h>

#include "heapscope/system.h"

#define MOST_HANDLERS 32

static struct {
  void (*prepare)(void), (*parent)(void), (*child)(void);
} handlers[MOST_HANDLERS];
static int count;

int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) {
  if (count == MOST_HANDLERS) return ENOMEM;
  handlers[count].prepare = prepare;
  handlers[count].parent = parent;
  handlers[count++].child = child;
  return 0;
}

/* Those from before the fork run in the opposite order. */
void hs_around_fork(enum hs_fork_side side) {
  for (int i = 0; i < count; i++) {
    void (*run)(void) = side == HS_BEFORE_FORK ? handlers[count - 1 - i].prepare
                        : side == HS_IN_PARENT ? handlers[i].parent
                                               : handlers[i].child;
    if (run) run();
  }
}
