/* POSIX semaphores. A sem_t holds the id that the system knows the semaphore by. */
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include "heapscope/threads.h"

#define MAGIC 0x5e3a4012
#define SEM_VALUE_MAX 0x7fffffff
#define MOST_OPEN 64

static sem_t opened[MOST_OPEN];

static int id_of(const sem_t *semaphore) {
  if (semaphore->__val[1] == MAGIC) return semaphore->__val[0];
  errno = EINVAL;
  return -1;
}

int sem_init(sem_t *semaphore, int shared, unsigned value) {
  (void)shared;
  if (value > SEM_VALUE_MAX) return hs_fail(EINVAL);
  int id = hs_result(hs_system_sem_create(value));
  *semaphore = (sem_t){{id, MAGIC}};
  return 0;
}
int sem_destroy(sem_t *semaphore) {
  if (id_of(semaphore) < 0) return -1;
  semaphore->__val[1] = 0;
  return 0;
}

sem_t *sem_open(const char *name, int flags, ...) {
  unsigned value = 0;
  if (flags & O_CREAT) {
    va_list arguments;
    va_start(arguments, flags);
    (void)va_arg(arguments, int);
    value = va_arg(arguments, unsigned);
    va_end(arguments);
  }
  uint32_t how = (flags & O_CREAT ? 1u : 0u) | (flags & O_EXCL ? 2u : 0u);
  int id = hs_result(hs_system_sem_open(name, strlen(name), how, value));
  if (id < 0) return SEM_FAILED;
  sem_t *free = NULL;
  for (int i = 0; i < MOST_OPEN; i++) {
    if (opened[i].__val[1] == MAGIC && opened[i].__val[0] == id) return &opened[i];
    if (opened[i].__val[1] != MAGIC && !free) free = &opened[i];
  }
  if (!free) {
    errno = EMFILE;
    return SEM_FAILED;
  }
  *free = (sem_t){{id, MAGIC, 1}};
  return free;
}
int sem_close(sem_t *semaphore) { return sem_destroy(semaphore); }
int sem_unlink(const char *name) { return hs_result(hs_system_sem_unlink(name, strlen(name))); }

/* A named one is everybody's, wherever its sem_t lies. */
static const void *place(const sem_t *semaphore) { return semaphore->__val[2] ? NULL : semaphore; }

static int wait_for(sem_t *semaphore, uint32_t how, uint64_t time) {
  int id = id_of(semaphore);
  if (id < 0) return -1;
  uint32_t low = (uint32_t)time, high = (uint32_t)(time >> 32);
  return hs_result(HS_CANCELLABLE(hs_system_sem_wait(id, place(semaphore), how, low, high)));
}
int sem_wait(sem_t *semaphore) { return wait_for(semaphore, HS_WAIT, 0); }
int sem_trywait(sem_t *semaphore) { return wait_for(semaphore, HS_TRY, 0); }
static uint64_t nanoseconds(const struct timespec *time) {
  return (uint64_t)time->tv_sec * 1000000000u + (uint64_t)time->tv_nsec;
}
int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until) {
  return hs_is_time(until) ? wait_for(semaphore, HS_UNTIL, nanoseconds(until)) : hs_fail(EINVAL);
}
/* The system waits by the clock of the day. */
int sem_clockwait(sem_t *restrict semaphore, clockid_t clock, const struct timespec *restrict until) {
  if (!hs_is_for_waiting(clock) || !hs_is_time(until)) return hs_fail(EINVAL);
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return wait_for(semaphore, HS_UNTIL, nanoseconds(&now) + hs_time_until(clock, until));
}
int sem_post(sem_t *semaphore) {
  int id = id_of(semaphore);
  return id < 0 ? -1 : hs_result(hs_system_sem_post(id, place(semaphore)));
}
int sem_getvalue(sem_t *restrict semaphore, int *restrict value) {
  int id = id_of(semaphore);
  if (id < 0) return -1;
  *value = hs_system_sem_value(id, place(semaphore));
  return 0;
}
