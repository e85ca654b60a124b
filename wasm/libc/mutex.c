/* Mutexes and spin locks. Errors are those of glibc. */
#include <errno.h>

#include "heapscope/threads.h"

#define SHARED 4u
#define ROBUST 8u
#define TYPE 3u

/* Of a robust mutex: what it protects may be damaged since its owner ended; nobody has mended that, so it can't be used any more. */
enum { SOUND, DAMAGED, LOST };

/* How a pthread_mutex_t is used; all zeros is an unlocked normal one. */
struct mutex {
  uint32_t type; /* PTHREAD_MUTEX_..., SHARED, ROBUST */
  uint32_t owner;
  uint32_t count; /* how often its owner has locked it again */
  uint32_t index; /* of the owner's thread */
  int32_t pid;    /* of a robust one's owner */
  uint32_t state;
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
  if (mutex->type & ROBUST) mutex->pid = hs_system_getpid();
}

static int is_left(const struct mutex *mutex) {
  return mutex->type & ROBUST && mutex->owner && !hs_system_thread_lives(mutex->pid, mutex->index);
}
static int inherit(struct mutex *mutex, uint32_t self) {
  take(mutex, self);
  mutex->count = 0;
  mutex->state = DAMAGED;
  return EOWNERDEAD;
}

static int lock_again(struct mutex *mutex) {
  if ((mutex->type & TYPE) == PTHREAD_MUTEX_RECURSIVE) return mutex->count++, 0;
  return EDEADLK;
}

static int lock(struct mutex *mutex, clockid_t clock, const struct timespec *until) {
  uint32_t self = name_of_self(mutex);
  if (mutex->owner == self && (mutex->type & TYPE) != PTHREAD_MUTEX_NORMAL) return lock_again(mutex);
  uint32_t reason = HS_WAIT_LOCK | (mutex->type & ROBUST ? HS_UNTIL_AN_END : 0);
  for (uint32_t owner; (owner = mutex->owner) != 0;) {
    if (is_left(mutex)) return inherit(mutex, self);
    if (!hs_is_time(until)) return EINVAL;
    if (hs_wait(&mutex->owner, owner, reason, mutex->index, hs_time_until(clock, until)) == 1) return ETIMEDOUT;
  }
  if (mutex->state == LOST) return ENOTRECOVERABLE;
  take(mutex, self);
  return 0;
}

int pthread_mutex_lock(pthread_mutex_t *mutex) { return lock(of(mutex), CLOCK_REALTIME, NULL); }
int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex, const struct timespec *restrict until) {
  return lock(of(mutex), CLOCK_REALTIME, until);
}
int pthread_mutex_clocklock(pthread_mutex_t *restrict mutex, clockid_t clock, const struct timespec *restrict until) {
  return hs_is_for_waiting(clock) ? lock(of(mutex), clock, until) : EINVAL;
}
int pthread_mutex_trylock(pthread_mutex_t *mutex) {
  struct mutex *m = of(mutex);
  uint32_t self = name_of_self(m);
  if (m->owner == self && (m->type & TYPE) == PTHREAD_MUTEX_RECURSIVE) return lock_again(m);
  if (is_left(m)) return inherit(m, self);
  if (m->owner) return EBUSY;
  if (m->state == LOST) return ENOTRECOVERABLE;
  take(m, self);
  return 0;
}
int pthread_mutex_unlock(pthread_mutex_t *mutex) {
  struct mutex *m = of(mutex);
  if ((m->type & TYPE) != PTHREAD_MUTEX_NORMAL && m->owner != name_of_self(m)) return EPERM;
  if (m->count > 0) return m->count--, 0;
  if (m->state == DAMAGED) m->state = LOST;
  m->owner = 0;
  hs_system_thread_wake(&m->owner, m->state == LOST ? HS_ALL : 1);
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
  attributes->__attr = (attributes->__attr & ~SHARED) | (shared ? SHARED : 0);
  return 0;
}
int pthread_mutexattr_getpshared(const pthread_mutexattr_t *restrict attributes, int *restrict shared) {
  *shared = (attributes->__attr & SHARED) != 0;
  return 0;
}

int pthread_mutexattr_setrobust(pthread_mutexattr_t *attributes, int robust) {
  if ((unsigned)robust > PTHREAD_MUTEX_ROBUST) return EINVAL;
  attributes->__attr = (attributes->__attr & ~ROBUST) | (robust == PTHREAD_MUTEX_ROBUST ? ROBUST : 0);
  return 0;
}
int pthread_mutexattr_getrobust(const pthread_mutexattr_t *restrict attributes, int *restrict robust) {
  *robust = attributes->__attr & ROBUST ? PTHREAD_MUTEX_ROBUST : PTHREAD_MUTEX_STALLED;
  return 0;
}
int pthread_mutex_consistent(pthread_mutex_t *mutex) {
  if (of(mutex)->state != DAMAGED) return EINVAL;
  of(mutex)->state = SOUND;
  return 0;
}

/* There are no priorities: what programs ask for is remembered by nobody. */
int pthread_mutexattr_setprotocol(pthread_mutexattr_t *attributes, int protocol) {
  return (void)attributes, (unsigned)protocol > PTHREAD_PRIO_PROTECT ? EINVAL : 0;
}
int pthread_mutexattr_getprotocol(const pthread_mutexattr_t *restrict attributes, int *restrict protocol) {
  return (void)attributes, *protocol = PTHREAD_PRIO_NONE, 0;
}

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
