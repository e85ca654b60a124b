/* POSIX and System V semaphores. */
#define _GNU_SOURCE
#include "calls.h"
#include "mappings.h"
#include "system.h"

#include <fcntl.h>
#include <heapscope/stream.h>
#include <semaphore.h>
#include <stdarg.h>
#include <sys/sem.h>
#include <sys/syscall.h>

/* Read by the kernel: whoever was woken may have destroyed the semaphore already. */
static int value_of(sem_t *semaphore) {
  sem_t copy;
  int value;
  return semaphore != SEM_FAILED && hs_peek(semaphore, &copy, sizeof copy) && sem_getvalue(&copy, &value) == 0 ? value
                                                                                                               : -1;
}

static int waited(const void *frame, sem_t *semaphore, int result) {
  int64_t arguments[] = {(int64_t)semaphore, result == 0 ? value_of(semaphore) : -1};
  const struct hs_told_call call = {HS_CALL_SEM_WAIT, frame, arguments, 2, NULL};
  hs_call_ends(&call, result, result != 0);
  return result;
}

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
  hs_call_ends(HS_CALL(HS_CALL_SEM_OPEN, name, flags, value_of(result)), (int64_t)result, result == SEM_FAILED);
  return result;
}

HS_EXPORT int sem_wait(sem_t *semaphore) {
  hs_call_begins(HS_CALL(HS_CALL_SEM_WAIT, NULL, (int64_t)semaphore));
  return waited(__builtin_frame_address(0), semaphore, HS_NEXT(sem_wait)(semaphore));
}

HS_EXPORT int sem_timedwait(sem_t *semaphore, const struct timespec *until) {
  hs_call_begins(HS_CALL(HS_CALL_SEM_WAIT, NULL, (int64_t)semaphore));
  return waited(__builtin_frame_address(0), semaphore, HS_NEXT(sem_timedwait)(semaphore, until));
}

HS_EXPORT int sem_trywait(sem_t *semaphore) {
  return waited(__builtin_frame_address(0), semaphore, HS_NEXT(sem_trywait)(semaphore));
}

HS_EXPORT int sem_post(sem_t *semaphore) {
  hs_look_at_shared(); // before it wakes another, which may write
  int result = HS_NEXT(sem_post)(semaphore);
  hs_call_ends(HS_CALL(HS_CALL_SEM_POST, NULL, (int64_t)semaphore, result == 0 ? value_of(semaphore) : -1), result,
               result != 0);
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

struct told_operations {
  int64_t arguments[1 + 4 * TOLD_OPERATIONS];
  uint32_t count;
};

/* The id, then four numbers for each operation; of more than 16 the first. */
static void list_operations(struct told_operations *told, int id, const struct sembuf *operations, size_t count) {
  told->count = 0;
  told->arguments[told->count++] = id;
  for (size_t i = 0; i < count && i < TOLD_OPERATIONS; i++) {
    told->arguments[told->count++] = operations[i].sem_num;
    told->arguments[told->count++] = operations[i].sem_op;
    told->arguments[told->count++] = operations[i].sem_flg;
    told->arguments[told->count++] = -1;
  }
}

static void begin_operations(const struct told_operations *told, const void *frame) {
  const struct hs_told_call call = {HS_CALL_SEMOP, frame, told->arguments, told->count, NULL};
  hs_call_begins(&call);
}

static int end_operations(struct told_operations *told, const void *frame, int result) {
  for (uint32_t i = 1; result == 0 && i < told->count; i += 4) {
    long value = hs_syscall(SYS_semctl, told->arguments[0], told->arguments[i], GETVAL, 0, 0, 0);
    told->arguments[i + 3] = hs_failed(value) ? -1 : value;
  }
  const struct hs_told_call call = {HS_CALL_SEMOP, frame, told->arguments, told->count, NULL};
  hs_call_ends(&call, result, result != 0);
  return result;
}

HS_EXPORT int semop(int id, struct sembuf *operations, size_t count) {
  struct told_operations told;
  list_operations(&told, id, operations, count);
  begin_operations(&told, __builtin_frame_address(0));
  return end_operations(&told, __builtin_frame_address(0), HS_NEXT(semop)(id, operations, count));
}

HS_EXPORT int semtimedop(int id, struct sembuf *operations, size_t count, const struct timespec *time) {
  struct told_operations told;
  list_operations(&told, id, operations, count);
  begin_operations(&told, __builtin_frame_address(0));
  return end_operations(&told, __builtin_frame_address(0), HS_NEXT(semtimedop)(id, operations, count, time));
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
