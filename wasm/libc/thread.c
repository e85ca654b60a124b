/*
 * Threads: each has a stack of its own, and they take turns (src/run/kernel/threads.ts). Only the program's own statements are
 * interrupted, so that what is here runs undisturbed between two calls of the system.
 */
#include <errno.h>
#include <stdlib.h>

#include "heapscope/threads.h"
#include "signals.h"

#define ROUNDS_OF_DESTRUCTORS 4

extern _Thread_local int wasi_errno __asm__("errno");

static struct __pthread main_thread = {.magic = HS_THREAD_MAGIC, .detached = 0};
static struct __pthread *self = &main_thread;
static uint32_t others;
static struct {
  void (*destroy)(void *);
  int used;
} keys[HS_MOST_KEYS];

struct __pthread *hs_self(void) { return self; }
pthread_t pthread_self(void) { return self; }
#undef pthread_equal
int pthread_equal(pthread_t a, pthread_t b) { return a == b; }

static void run_destructors(void) {
  for (int round = 0, again = 1; again && round < ROUNDS_OF_DESTRUCTORS; round++) {
    again = 0;
    for (unsigned key = 0; key < HS_MOST_KEYS; key++) {
      void *value = (void *)self->values[key];
      self->values[key] = NULL;
      if (!value || !keys[key].used || !keys[key].destroy) continue;
      keys[key].destroy(value);
      again = 1;
    }
  }
}

_Noreturn void pthread_exit(void *result) {
  while (self->cleanups) {
    struct __ptcb *cleanup = self->cleanups;
    self->cleanups = cleanup->__next;
    cleanup->__f(cleanup->__x);
  }
  run_destructors();
  self->result = result;
  self->ended = 1;
  hs_system_thread_wake(&self->ended, HS_ALL);
  if (self != &main_thread) {
    others--;
    hs_system_thread_wake(&others, HS_ALL);
    hs_system_thread_exit(self->detached);
  }
  while (others) hs_wait(&others, others, HS_WAIT_THREAD, 0, HS_FOREVER);
  exit(0);
}

__attribute__((export_name("__heapscope_thread"))) void __heapscope_thread(struct __pthread *thread) {
  pthread_exit(thread->start(thread->argument));
}

int pthread_create(pthread_t *restrict out, const pthread_attr_t *restrict attributes, void *(*start)(void *),
                   void *restrict argument) {
  struct hs_thread_locals locals = {
      &self, {&wasi_errno, __errno_location()}, {&__signal_mask.__bits[0], &__signal_mask.__bits[1]}};
  const struct hs_thread_attributes *given = (const struct hs_thread_attributes *)attributes;
  uint32_t size = given && given->stack_size ? given->stack_size : HS_DEFAULT_STACK;
  int32_t made = hs_system_thread_create(size, sizeof(struct __pthread), &locals);
  if (made < 0) return EAGAIN;
  struct __pthread *thread = (struct __pthread *)made;
  thread->magic = HS_THREAD_MAGIC;
  thread->start = start;
  thread->argument = argument;
  thread->detached = given ? given->detached : 0;
  others++;
  *out = thread;
  return 0;
}

/* Its stack may be used again. */
static void give_back(struct __pthread *thread) {
  thread->magic = 0;
  hs_system_thread_joined(thread->index);
}

static int join(pthread_t thread, void **result, uint64_t time) {
  if (thread->magic != HS_THREAD_MAGIC) return ESRCH;
  if (thread == self) return EDEADLK;
  if (thread->detached) return EINVAL;
  while (!thread->ended) {
    hs_may_be_cancelled(&thread->ended);
    if (hs_wait(&thread->ended, 0, HS_WAIT_THREAD, thread->index, time) == 1) return ETIMEDOUT;
    hs_may_be_cancelled(NULL);
  }
  if (result) *result = thread->result;
  if (thread != &main_thread) give_back(thread);
  return 0;
}
int pthread_join(pthread_t thread, void **result) { return join(thread, result, HS_FOREVER); }
int pthread_tryjoin_np(pthread_t thread, void **result) {
  return thread->magic == HS_THREAD_MAGIC && !thread->ended ? EBUSY : join(thread, result, HS_FOREVER);
}
int pthread_timedjoin_np(pthread_t thread, void **result, const struct timespec *until) {
  return hs_is_time(until) ? join(thread, result, hs_time_until(CLOCK_REALTIME, until)) : EINVAL;
}
int pthread_detach(pthread_t thread) {
  if (thread->magic != HS_THREAD_MAGIC) return ESRCH;
  if (thread->detached) return EINVAL;
  thread->detached = 1;
  if (thread->ended) give_back(thread);
  return 0;
}

int pthread_key_create(pthread_key_t *out, void (*destroy)(void *)) {
  for (unsigned key = 0; key < HS_MOST_KEYS; key++) {
    if (keys[key].used) continue;
    keys[key].used = 1;
    keys[key].destroy = destroy;
    *out = key;
    return 0;
  }
  return EAGAIN;
}
int pthread_key_delete(pthread_key_t key) {
  if (key >= HS_MOST_KEYS || !keys[key].used) return EINVAL;
  keys[key].used = 0;
  return 0;
}
int pthread_setspecific(pthread_key_t key, const void *value) {
  if (key >= HS_MOST_KEYS || !keys[key].used) return EINVAL;
  self->values[key] = value;
  return 0;
}
void *pthread_getspecific(pthread_key_t key) {
  return key < HS_MOST_KEYS && keys[key].used ? (void *)self->values[key] : NULL;
}

void _pthread_cleanup_push(struct __ptcb *cleanup, void (*run)(void *), void *argument) {
  *cleanup = (struct __ptcb){run, argument, self->cleanups};
  self->cleanups = cleanup;
}
void _pthread_cleanup_pop(struct __ptcb *cleanup, int execute) {
  self->cleanups = cleanup->__next;
  if (execute) cleanup->__f(cleanup->__x);
}

int pthread_getname_np(pthread_t thread, char *name, size_t size) { return (void)thread, *name = 0, size ? 0 : ERANGE; }
int pthread_setname_np(pthread_t thread, const char *name) { return (void)thread, (void)name, 0; }
