/* POSIX and System V semaphores. */
#define _GNU_SOURCE
#include "calls.h"
#include "mappings.h"

#include <fcntl.h>
#include <heapscope/stream.h>
#include <semaphore.h>
#include <stdarg.h>
#include <sys/sem.h>

HS_EXPORT int sem_init(sem_t *semaphore, int shared, unsigned value) {
  int result = HS_NEXT(sem_init)(semaphore, shared, value);
  hs_call_ends(HS_CALL(HS_CALL_SEM_INIT, NULL, (int64_t)semaphore, shared, value), result, result != 0);
  return result;
}

HS_EXPORT sem_t *sem_open(const char *name, int flags, ...) {
  va_list more;
  va_start(more, flags);
  mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  unsigned value = flags & O_CREAT ? va_arg(more, unsigned) : 0;
  va_end(more);
  sem_t *result = HS_NEXT(sem_open)(name, flags, mode, value);
  hs_call_ends(HS_CALL(HS_CALL_SEM_OPEN, name, flags), (int64_t)result, result == SEM_FAILED);
  return result;
}

HS_EXPORT int sem_wait(sem_t *semaphore) {
  const struct hs_told_call *call = HS_CALL(HS_CALL_SEM_WAIT, NULL, (int64_t)semaphore);
  hs_call_begins(call);
  int result = HS_NEXT(sem_wait)(semaphore);
  hs_call_ends(call, result, result != 0);
  return result;
}

HS_EXPORT int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
  const struct hs_told_call *call = HS_CALL(HS_CALL_SEM_WAIT, NULL, (int64_t)semaphore);
  hs_call_begins(call);
  int result = HS_NEXT(sem_timedwait)(semaphore, until);
  hs_call_ends(call, result, result != 0);
  return result;
}

HS_EXPORT int sem_trywait(sem_t *semaphore) {
  int result = HS_NEXT(sem_trywait)(semaphore);
  hs_call_ends(HS_CALL(HS_CALL_SEM_WAIT, NULL, (int64_t)semaphore), result, result != 0);
  return result;
}

HS_EXPORT int sem_post(sem_t *semaphore) {
  hs_look_at_shared(); // before it wakes another, which may write
  int result = HS_NEXT(sem_post)(semaphore);
  hs_call_ends(HS_CALL(HS_CALL_SEM_POST, NULL, (int64_t)semaphore), result, result != 0);
  return result;
}

HS_EXPORT int sem_close(sem_t *semaphore) {
  int result = HS_NEXT(sem_close)(semaphore);
  hs_call_ends(HS_CALL(HS_CALL_SEM_CLOSE, NULL, (int64_t)semaphore), result, result != 0);
  return result;
}

HS_EXPORT int sem_unlink(const char *name) {
  int result = HS_NEXT(sem_unlink)(name);
  hs_call_ends(HS_CALL(HS_CALL_SEM_UNLINK, name), result, result != 0);
  return result;
}

HS_EXPORT int sem_destroy(sem_t *semaphore) {
  int result = HS_NEXT(sem_destroy)(semaphore);
  hs_call_ends(HS_CALL(HS_CALL_SEM_DESTROY, NULL, (int64_t)semaphore), result, result != 0);
  return result;
}

HS_EXPORT int semget(key_t key, int count, int flags) {
  int result = HS_NEXT(semget)(key, count, flags);
  hs_call_ends(HS_CALL(HS_CALL_SEMGET, NULL, key, count, flags), result, result < 0);
  return result;
}

enum { TOLD_OPERATIONS = 16 };

/* The id, then three numbers for each operation; of more than 16 the first. */
static uint32_t list_operations(int64_t *arguments, int id, const struct sembuf *operations, size_t count) {
  uint32_t used = 0;
  arguments[used++] = id;
  for (size_t i = 0; i < count && i < TOLD_OPERATIONS; i++) {
    arguments[used++] = operations[i].sem_num;
    arguments[used++] = operations[i].sem_op;
    arguments[used++] = operations[i].sem_flg;
  }
  return used;
}

HS_EXPORT int semop(int id, struct sembuf *operations, size_t count) {
  int64_t arguments[1 + 3 * TOLD_OPERATIONS];
  uint32_t used = list_operations(arguments, id, operations, count);
  const struct hs_told_call call = {HS_CALL_SEMOP, __builtin_frame_address(0), arguments, used, NULL};
  hs_call_begins(&call);
  int result = HS_NEXT(semop)(id, operations, count);
  hs_call_ends(&call, result, result != 0);
  return result;
}

HS_EXPORT int semtimedop(int id, struct sembuf *operations, size_t count, const struct timespec *time) {
  int64_t arguments[1 + 3 * TOLD_OPERATIONS];
  uint32_t used = list_operations(arguments, id, operations, count);
  const struct hs_told_call call = {HS_CALL_SEMOP, __builtin_frame_address(0), arguments, used, NULL};
  hs_call_begins(&call);
  int result = HS_NEXT(semtimedop)(id, operations, count, time);
  hs_call_ends(&call, result, result != 0);
  return result;
}

HS_EXPORT int semctl(int id, int number, int command, ...) {
  // A union semun, if the command has one: of the size of a pointer.
  va_list more;
  va_start(more, command);
  long value = va_arg(more, long);
  va_end(more);
  int result = HS_NEXT(semctl)(id, number, command, value);
  hs_call_ends(HS_CALL(HS_CALL_SEMCTL, NULL, id, number, command, value), result, result < 0);
  return result;
}
