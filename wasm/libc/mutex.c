/* Mutexes and spin locks. Errors are those of glibc. */
#include <errno.h>

#include "heapscope/threads.h"

#define SHARED 4u
#define TYPE 3u

/* How a pthread_mutex_t is used; all zeros is an unlocked normal one. */
struct mutex {
  uint32_t type; /* PTHREAD_MUTEX_..., SHARED */
  uint32_t owner;
  uint32_t count; /* how often its owner has locked it again */
  uint32_t index; /* of the owner's thread */
};
_Static_assert(sizeof(struct mutex) <= sizeof(pthread_mutex_t), "mutex size");

static struct mutex *of(pthread_mutex_t *mutex) { return (struct mutex *)mutex; }

/* Threads of several processes have equal addresses. */
static uint32_t name_of_self(const struct mutex *mutex) {
  uint32_t self = (uint32_t)hs_self();
  return mutex->type & SHARED ? self ^ (uint32_t)hs_system_getpid() << 8 : self;
}

static void take(struct mutex *mutex, uint32_t self) {
  mutex->owner = self;
  mutex->index = hs_self()->index;
}

static int lock_again(struct mutex *mutex) {
  if ((mutex->type & TYPE) == PTHREAD_MUTEX_RECURSIVE) return mutex->count++, 0;
  return EDEADLK;
}

static int lock(struct mutex *mutex, clockid_t clock, const struct timespec *until) {
  uint32_t self = name_of_self(mutex);
  if (mutex->owner == self && (mutex->type & TYPE) != PTHREAD_MUTEX_NORMAL) return lock_again(mutex);
  for (uint32_t owner; (owner = mutex->owner) != 0;) {
    if (!hs_is_time(until)) return EINVAL;
    if (hs_wait(&mutex->owner, owner, HS_WAIT_LOCK, mutex->index, hs_time_until(clock, until)) == 1) return ETIMEDOUT;
  }
  take(mutex, self);
  return 0;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) { return lock(of(mutex), CLOCK_REALTIME, NULL); }
int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict until) {
  return lock(of(mutex), CLOCK_REALTIME, until);
}
int pthread_mutex_trylock(pthread_mutex_t *mutex) {
  struct mutex *m = of(mutex);
  uint32_t self = name_of_self(m);
  if (m->owner == self && (m->type & TYPE) == PTHREAD_MUTEX_RECURSIVE) return lock_again(m);
  if (m->owner) return EBUSY;
  take(m, self);
  return 0;
}
int pthread_mutex_unlock(pthread_mutex_t *mutex) {
  struct mutex *m = of(mutex);
  if ((m->type & TYPE) != PTHREAD_MUTEX_NORMAL && m->owner != name_of_self(m)) return EPERM;
  if (m->count > 0) return m->count--, 0;
  m->owner = 0;
  hs_system_thread_wake(&m->owner, 1);
  return 0;
}

int pthread_mutex_init(pthread_mutex_t *restrict mutex, const pthread_mutexattr_t *restrict attributes) {
  *mutex = (pthread_mutex_t){0};
  of(mutex)->type = attributes ? attributes->__attr : 0;
  return 0;
}
int pthread_mutex_destroy(pthread_mutex_t *mutex) { return of(mutex)->owner ? EBUSY : 0; }

int pthread_mutexattr_init(pthread_mutexattr_t *attributes) { return attributes->__attr = 0, 0; }
int pthread_mutexattr_destroy(pthread_mutexattr_t *attributes) { return (void)attributes, 0; }
int pthread_mutexattr_settype(pthread_mutexattr_t *attributes, int type) {
  if ((unsigned)type > PTHREAD_MUTEX_ERRORCHECK) return EINVAL;
  attributes->__attr = (attributes->__attr & ~TYPE) | (unsigned)type;
  return 0;
}
int pthread_mutexattr_gettype(const pthread_mutexattr_t *restrict attributes, int *restrict type) {
  *type = (int)(attributes->__attr & TYPE);
  return 0;
}
int pthread_mutexattr_setpshared(pthread_mutexattr_t *attributes, int shared) {
  if ((unsigned)shared > 1) return EINVAL;
  attributes->__attr = (attributes->__attr & TYPE) | (shared ? SHARED : 0);
  return 0;
}
int pthread_mutexattr_getpshared(const pthread_mutexattr_t *restrict attributes, int *restrict shared) {
  *shared = (attributes->__attr & SHARED) != 0;
  return 0;
}

/* Nobody can die while others run, and there are no priorities: what programs ask for is remembered by nobody. */
int pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int robust) {
  return (void)attributes, (unsigned)robust > PTHREAD_MUTEX_ROBUST ? EINVAL : 0;
}
int pthread_mutexattr_getrobust(const pthread_mutexattr_t *restrict attributes, int *restrict robust) {
  return (void)attributes, *robust = PTHREAD_MUTEX_STALLED, 0;
}
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attributes, int protocol) {
  return (void)attributes, (unsigned)protocol > PTHREAD_PRIO_PROTECT ? EINVAL : 0;
}
int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *restrict attributes, int *restrict protocol) {
  return (void)attributes, *protocol = PTHREAD_PRIO_NONE, 0;
}
int pthread_mutex_consistent(pthread_mutex_t *mutex) { return (void)mutex, EINVAL; }

int pthread_spin_init(pthread_spinlock_t *lock, int shared) { return (void)shared, *lock = 0, 0; }
int pthread_spin_destroy(pthread_spinlock_t *lock) { return (void)lock, 0; }
int pthread_spin_lock(pthread_spinlock_t *lock) {
  for (int owner; (owner = *lock) != 0;)
    hs_wait((uint32_t *)lock, (uint32_t)owner, HS_WAIT_LOCK, (uint32_t)owner - 1, HS_FOREVER);
  *lock = (int)hs_self()->index + 1;
  return 0;
}
int pthread_spin_trylock(pthread_spinlock_t *lock) {
  if (*lock) return EBUSY;
  return *lock = (int)hs_self()->index + 1, 0;
}
int pthread_spin_unlock(pthread_spinlock_t *lock) {
  *lock = 0;
  hs_system_thread_wake((uint32_t *)lock, 1);
  return 0;
}
