/*
 * Cancelling threads. Who is cancelled ends at its next cancellation point, or where its next call of the system returns if it wants to be
 * cancelled at any time. A signal that programs don't have interrupts what it waits for.
 */
#include <errno.h>
#include <signal.h>

#include "heapscope/threads.h"

/* Below SIGRTMIN; glibc keeps it for the same purpose. */
#define CANCEL_SIGNAL 33

static void end_if_cancelled(struct __pthread *self) {
  if (!self->cancelled || self->cancel_state != PTHREAD_CANCEL_ENABLE) return;
  self->cancel_state = PTHREAD_CANCEL_DISABLE;
  self->waits_on = NULL;
  pthread_exit(PTHREAD_CANCELED);
}

void hs_cancellation_point(const uint32_t *waits_on) {
  struct __pthread *self = hs_self();
  self->waits_on = waits_on;
  end_if_cancelled(self);
}
void pthread_testcancel(void) { hs_cancellation_point(NULL); }

static void take_signal(int number) {
  (void)number;
  struct __pthread *self = hs_self();
  if (self->cancel_type == PTHREAD_CANCEL_ASYNCHRONOUS) end_if_cancelled(self);
}

int pthread_cancel(pthread_t thread) {
  if (thread->magic != HS_THREAD_MAGIC) return ESRCH;
  if (thread->ended || thread->cancelled) return 0;
  thread->cancelled = 1;
  struct sigaction action = {.sa_flags = 0};
  action.sa_handler = take_signal;
  sigaction(CANCEL_SIGNAL, &action, NULL);
  if (thread == hs_self())
    take_signal(CANCEL_SIGNAL);
  else if (thread->waits_on)
    hs_system_thread_wake(thread->waits_on, HS_ALL);
  else if (thread->cancel_state == PTHREAD_CANCEL_ENABLE)
    hs_system_thread_kill(thread->index, CANCEL_SIGNAL);
  return 0;
}

int pthread_setcancelstate(int state, int *old) {
  if ((unsigned)state > PTHREAD_CANCEL_DISABLE) return EINVAL;
  struct __pthread *self = hs_self();
  if (old) *old = self->cancel_state;
  self->cancel_state = state;
  take_signal(CANCEL_SIGNAL);
  return 0;
}
int pthread_setcanceltype(int type, int *old) {
  if ((unsigned)type > PTHREAD_CANCEL_ASYNCHRONOUS) return EINVAL;
  struct __pthread *self = hs_self();
  if (old) *old = self->cancel_type;
  self->cancel_type = type;
  take_signal(CANCEL_SIGNAL);
  return 0;
}
