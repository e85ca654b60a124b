/* pthread_attr_*, pthread_mutexattr_*, sched_*: what can be set is what is read back. */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>
#include <stdlib.h>
#include <time.h>

static __thread int own = 3;
static void *detached(void *x) { return *(volatile int *)x = 1, NULL; }
static void *count(void *x) { return own += *(int *)x, (void *)(long)own; }

int main(void) {
  alarm(60);
  pthread_attr_t attributes;
  size_t size;
  int value;
  struct sched_param priority = {.sched_priority = 0};
  printf("%d", pthread_attr_init(&attributes));
  pthread_attr_getdetachstate(&attributes, &value);
  printf(" %d", value == PTHREAD_CREATE_JOINABLE);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_getdetachstate(&attributes, &value);
  printf(" %d", value == PTHREAD_CREATE_DETACHED);
  printf(" %d\n", pthread_attr_setdetachstate(&attributes, 77) == EINVAL);
  printf("%d", pthread_attr_setstacksize(&attributes, 256 << 10));
  pthread_attr_getstacksize(&attributes, &size);
  printf(" %zu", size);
  printf(" %d", pthread_attr_setstacksize(&attributes, 1) == EINVAL);
  pthread_attr_setguardsize(&attributes, 8192);
  pthread_attr_getguardsize(&attributes, &size);
  printf(" %zu\n", size);
  pthread_attr_getscope(&attributes, &value);
  printf("%d", value == PTHREAD_SCOPE_SYSTEM);
  printf(" %d", pthread_attr_setscope(&attributes, PTHREAD_SCOPE_PROCESS) == ENOTSUP);
  pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
  pthread_attr_getinheritsched(&attributes, &value);
  printf(" %d", value == PTHREAD_EXPLICIT_SCHED);
  pthread_attr_getschedpolicy(&attributes, &value);
  printf(" %d", value == SCHED_OTHER);
  pthread_attr_getschedparam(&attributes, &priority);
  printf(" %d\n", priority.sched_priority);

  pthread_t thread;
  volatile int done = 0;
  pthread_attr_setinheritsched(&attributes, PTHREAD_INHERIT_SCHED);
  printf("%d", pthread_create(&thread, &attributes, detached, (void *)&done));
  while (!done) usleep(1000);
  printf(" %d\n", done);
  pthread_attr_destroy(&attributes);

  pthread_mutexattr_t mutex;
  pthread_mutexattr_init(&mutex);
  pthread_mutexattr_settype(&mutex, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutexattr_gettype(&mutex, &value);
  printf("%d", value == PTHREAD_MUTEX_RECURSIVE);
  pthread_mutexattr_setpshared(&mutex, PTHREAD_PROCESS_SHARED);
  pthread_mutexattr_getpshared(&mutex, &value);
  printf(" %d", value == PTHREAD_PROCESS_SHARED);
  pthread_mutex_t lock;
  pthread_mutex_init(&lock, &mutex);
  printf(" %d %d", pthread_mutex_lock(&lock), pthread_mutex_lock(&lock));
  printf(" %d %d", pthread_mutex_unlock(&lock), pthread_mutex_unlock(&lock));
  printf(" %d\n", pthread_mutex_unlock(&lock) == EPERM);

  pthread_mutex_t plain = PTHREAD_MUTEX_INITIALIZER;
  pthread_cond_t condition;
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_cond_init(&condition, &clock);
  struct timespec until;
  clock_gettime(CLOCK_MONOTONIC, &until);
  until.tv_nsec += 10000000;
  if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
  pthread_mutex_lock(&plain);
  printf("%d", pthread_cond_timedwait(&condition, &plain, &until) == ETIMEDOUT);
  clock_gettime(CLOCK_REALTIME, &until);
  printf(" %d", pthread_mutex_timedlock(&plain, &until) == ETIMEDOUT);
  printf(" %d\n", pthread_mutex_trylock(&plain) == EBUSY);

  pthread_spinlock_t spin;
  pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE);
  printf("%d", pthread_spin_lock(&spin));
  printf(" %d", pthread_spin_trylock(&spin) == EBUSY);
  printf(" %d", pthread_spin_unlock(&spin));
  printf(" %d\n", pthread_spin_destroy(&spin));

  pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER;
  printf("%d %d", pthread_rwlock_rdlock(&rw), pthread_rwlock_tryrdlock(&rw));
  printf(" %d", pthread_rwlock_trywrlock(&rw) == EBUSY);
  printf(" %d %d", pthread_rwlock_unlock(&rw), pthread_rwlock_unlock(&rw));
  printf(" %d", pthread_rwlock_wrlock(&rw));
  printf(" %d", pthread_rwlock_tryrdlock(&rw) == EBUSY);
  printf(" %d\n", pthread_rwlock_unlock(&rw));

  pthread_t threads[3];
  int numbers[3] = {10, 20, 30};
  for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, count, &numbers[i]);
  for (int i = 0; i < 3; i++) {
    void *result;
    pthread_join(threads[i], &result);
    printf("%ld ", (long)result);
  }
  printf("%d\n", own);
  printf("%d %d", sched_get_priority_min(SCHED_FIFO), sched_get_priority_max(SCHED_RR));
  printf(" %d %d\n", sched_getscheduler(0), sched_yield());
  int policy;
  printf("%d", pthread_getschedparam(pthread_self(), &policy, &priority));
  printf(" %d %d\n", policy, priority.sched_priority);
}
