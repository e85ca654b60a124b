/* Waits until a time by a clock of the caller's choice. Those that all else here is made of wait by the clock of the day. */
#include <errno.h>
#include <semaphore.h>

#include "heapscope/threads.h"

/* The same moment by the clock of the day. 0, or EINVAL for a clock that nobody can wait by. */
static int by_day(clockid_t clock, const struct timespec *until, struct timespec *result) {
  *result = *until;
  if (clock == CLOCK_REALTIME) return 0;
  if (clock != CLOCK_MONOTONIC) return EINVAL;
  if (!hs_is_time(until)) return 0; /* which the wait itself refuses */
  struct timespec day, other;
  clock_gettime(CLOCK_REALTIME, &day);
  clock_gettime(CLOCK_MONOTONIC, &other);
  result->tv_sec = until->tv_sec - other.tv_sec + day.tv_sec;
  result->tv_nsec = until->tv_nsec - other.tv_nsec + day.tv_nsec;
  while (result->tv_nsec < 0) result->tv_nsec += 1000000000, result->tv_sec--;
  while (result->tv_nsec >= 1000000000) result->tv_nsec -= 1000000000, result->tv_sec++;
  return 0;
}

int pthread_mutex_clocklock(pthread_mutex_t *restrict mutex, clockid_t clock, const struct timespec *restrict until) {
  struct timespec day;
  int error = by_day(clock, until, &day);
  return error ? error : pthread_mutex_timedlock(mutex, &day);
}
int pthread_rwlock_clockrdlock(pthread_rwlock_t *restrict lock, clockid_t clock,
                               const struct timespec *restrict until) {
  struct timespec day;
  int error = by_day(clock, until, &day);
  return error ? error : pthread_rwlock_timedrdlock(lock, &day);
}
int pthread_rwlock_clockwrlock(pthread_rwlock_t *restrict lock, clockid_t clock,
                               const struct timespec *restrict until) {
  struct timespec day;
  int error = by_day(clock, until, &day);
  return error ? error : pthread_rwlock_timedwrlock(lock, &day);
}
int sem_clockwait(sem_t *restrict semaphore, clockid_t clock, const struct timespec *restrict until) {
  struct timespec day;
  int error = by_day(clock, until, &day);
  if (error) return hs_fail(error);
  return sem_timedwait(semaphore, &day);
}
