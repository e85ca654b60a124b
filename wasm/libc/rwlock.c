/* Read-write locks and barriers. */
#include <errno.h>

#include "heapscope/threads.h"

/* How a pthread_rwlock_t is used. */
struct rwlock {
  uint32_t changes; /* counts up whenever somebody may go on */
  uint32_t readers;
  struct __pthread *writer;
};

static struct rwlock *of(pthread_rwlock_t *lock) { return (struct rwlock *)lock; }

static int is_taken(const struct rwlock *lock, int to_write) { return lock->writer || (to_write && lock->readers); }

static int lock_for(struct rwlock *lock, int to_write, clockid_t clock, const struct timespec *until) {
  if (lock->writer == hs_self()) return EDEADLK;
  while (is_taken(lock, to_write)) {
    if (!hs_is_time(until)) return EINVAL;
    uint32_t owner = lock->writer ? lock->writer->index : 0;
    uint64_t time = hs_time_until(clock, until);
    if (hs_wait(&lock->changes, lock->changes, HS_WAIT_LOCK, owner, time) == 1) return ETIMEDOUT;
  }
  if (to_write)
    lock->writer = hs_self();
  else
    lock->readers++;
  return 0;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *lock) { return lock_for(of(lock), 0, CLOCK_REALTIME, NULL); }
int pthread_rwlock_wrlock(pthread_rwlock_t *lock) { return lock_for(of(lock), 1, CLOCK_REALTIME, NULL); }
int pthread_rwlock_timedrdlock(pthread_rwlock_t *restrict lock, const struct timespec *restrict until) {
  return lock_for(of(lock), 0, CLOCK_REALTIME, until);
}
int pthread_rwlock_timedwrlock(pthread_rwlock_t *restrict lock, const struct timespec *restrict until) {
  return lock_for(of(lock), 1, CLOCK_REALTIME, until);
}
int pthread_rwlock_clockrdlock(pthread_rwlock_t *restrict lock, clockid_t clock,
                               const struct timespec *restrict until) {
  return hs_is_for_waiting(clock) ? lock_for(of(lock), 0, clock, until) : EINVAL;
}
int pthread_rwlock_clockwrlock(pthread_rwlock_t *restrict lock, clockid_t clock,
                               const struct timespec *restrict until) {
  return hs_is_for_waiting(clock) ? lock_for(of(lock), 1, clock, until) : EINVAL;
}
int pthread_rwlock_tryrdlock(pthread_rwlock_t *lock) {
  return is_taken(of(lock), 0) ? EBUSY : lock_for(of(lock), 0, CLOCK_REALTIME, NULL);
}
int pthread_rwlock_trywrlock(pthread_rwlock_t *lock) {
  return is_taken(of(lock), 1) ? EBUSY : lock_for(of(lock), 1, CLOCK_REALTIME, NULL);
}
int pthread_rwlock_unlock(pthread_rwlock_t *lock) {
  struct rwlock *l = of(lock);
  if (l->writer)
    l->writer = NULL;
  else if (l->readers)
    l->readers--;
  l->changes++;
  hs_system_thread_wake(&l->changes, HS_ALL);
  return 0;
}
int pthread_rwlock_init(pthread_rwlock_t *restrict lock, const pthread_rwlockattr_t *restrict attributes) {
  (void)attributes;
  *lock = (pthread_rwlock_t){0};
  return 0;
}
int pthread_rwlock_destroy(pthread_rwlock_t *lock) { return (void)lock, 0; }

/* In the words that wasi-libc's setters use. */
int pthread_rwlockattr_getpshared(const pthread_rwlockattr_t *restrict attributes, int *restrict shared) {
  return *shared = (int)attributes->__attr[0], 0;
}
/* Who waits first goes first here, whatever is preferred. */
int pthread_rwlockattr_setkind_np(pthread_rwlockattr_t *attributes, int kind) {
  if ((unsigned)kind > PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) return EINVAL;
  return attributes->__attr[1] = (unsigned)kind, 0;
}
int pthread_rwlockattr_getkind_np(const pthread_rwlockattr_t *restrict attributes, int *restrict kind) {
  return *kind = (int)attributes->__attr[1], 0;
}
int pthread_barrierattr_getpshared(const pthread_barrierattr_t *restrict attributes, int *restrict shared) {
  return *shared = attributes->__attr != 0, 0;
}

/* How a pthread_barrier_t is used. */
struct barrier {
  uint32_t wanted;
  uint32_t waiting;
  uint32_t round;
};

int pthread_barrier_init(pthread_barrier_t *restrict barrier, const pthread_barrierattr_t *restrict attributes,
                         unsigned wanted) {
  (void)attributes;
  if (wanted == 0) return EINVAL;
  *barrier = (pthread_barrier_t){0};
  ((struct barrier *)barrier)->wanted = wanted;
  return 0;
}
int pthread_barrier_destroy(pthread_barrier_t *barrier) { return (void)barrier, 0; }
int pthread_barrier_wait(pthread_barrier_t *barrier) {
  struct barrier *b = (struct barrier *)barrier;
  uint32_t round = b->round;
  if (++b->waiting == b->wanted) {
    b->waiting = 0;
    b->round++;
    hs_system_thread_wake(&b->round, HS_ALL);
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  while (b->round == round) hs_wait(&b->round, round, HS_WAIT_BARRIER, 0, HS_FOREVER);
  return 0;
}
