/* Condition variables, and pthread_once. */
#include <errno.h>

#include "heapscope/threads.h"

/* How a pthread_cond_t is used. */
struct condition {
  uint32_t signals; /* counts up with each */
  uint32_t is_monotonic;
};

static struct condition *of(pthread_cond_t *condition) { return (struct condition *)condition; }

int pthread_cond_clockwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex, clockid_t clock,
                           const struct timespec *restrict until) {
  struct condition *c = of(condition);
  if (!hs_is_time(until)) return EINVAL;
  hs_may_be_cancelled(&c->signals);
  uint32_t signals = c->signals;
  int error = pthread_mutex_unlock(mutex);
  if (error) return error;
  uint64_t time = hs_time_until(clock, until);
  int timed_out = hs_wait(&c->signals, signals, HS_WAIT_CONDITION, 0, time) == 1;
  error = pthread_mutex_lock(mutex);
  hs_may_be_cancelled(NULL);
  return error ? error : timed_out ? ETIMEDOUT : 0;
}
int pthread_cond_timedwait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex,
                           const struct timespec *restrict until) {
  return pthread_cond_clockwait(condition, mutex, of(condition)->is_monotonic ? CLOCK_MONOTONIC : CLOCK_REALTIME,
                                until);
}
int pthread_cond_wait(pthread_cond_t *restrict condition, pthread_mutex_t *restrict mutex) {
  return pthread_cond_timedwait(condition, mutex, NULL);
}

static int wake(struct condition *condition, uint32_t count) {
  condition->signals++;
  hs_system_thread_wake(&condition->signals, count);
  return 0;
}
int pthread_cond_signal(pthread_cond_t *condition) { return wake(of(condition), 1); }
int pthread_cond_broadcast(pthread_cond_t *condition) { return wake(of(condition), HS_ALL); }

int pthread_cond_init(pthread_cond_t *restrict condition, const pthread_condattr_t *restrict attributes) {
  *condition = (pthread_cond_t){0};
  of(condition)->is_monotonic = attributes && attributes->__attr;
  return 0;
}
int pthread_cond_destroy(pthread_cond_t *condition) { return (void)condition, 0; }

int pthread_condattr_init(pthread_condattr_t *attributes) { return attributes->__attr = 0, 0; }
int pthread_condattr_destroy(pthread_condattr_t *attributes) { return (void)attributes, 0; }
int pthread_condattr_setpshared(pthread_condattr_t *attributes, int shared) {
  return (void)attributes, (unsigned)shared > 1 ? EINVAL : 0;
}
int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock) {
  if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC) return EINVAL;
  attributes->__attr = clock == CLOCK_MONOTONIC;
  return 0;
}

int pthread_condattr_getclock(const pthread_condattr_t *restrict attributes, clockid_t *restrict clock) {
  return *clock = attributes->__attr ? CLOCK_MONOTONIC : CLOCK_REALTIME, 0;
}
int pthread_condattr_getpshared(const pthread_condattr_t *restrict attributes, int *restrict shared) {
  return (void)attributes, *shared = PTHREAD_PROCESS_PRIVATE, 0;
}

enum { NOT_YET, RUNNING, DONE };

int pthread_once(pthread_once_t *once, void (*run)(void)) {
  while (*once == RUNNING) hs_wait((uint32_t *)once, RUNNING, HS_WAIT_CONDITION, 0, HS_FOREVER);
  if (*once == DONE) return 0;
  *once = RUNNING;
  run();
  *once = DONE;
  hs_system_thread_wake((uint32_t *)once, HS_ALL);
  return 0;
}
