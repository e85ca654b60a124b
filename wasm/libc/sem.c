/* System V semaphores. */
#include <stdarg.h>
#include <stdbool.h>
#include <sys/sem.h>

#include "heapscope/system.h"

int semget(key_t key, int count, int flags) { return hs_result(hs_system_semget(key, count, (uint32_t)flags)); }
int semtimedop(int id, struct sembuf *operations, size_t count, const struct timespec *time) {
  uint64_t wait = UINT64_MAX;
  if (time) {
    if (time->tv_sec < 0 || time->tv_nsec < 0 || time->tv_nsec >= 1000000000) return hs_fail(EINVAL);
    wait = (uint64_t)time->tv_sec * 1000000000u + (uint64_t)time->tv_nsec;
  }
  return hs_result(hs_system_semop(id, operations, count, (uint32_t)wait, (uint32_t)(wait >> 32)));
}
int semop(int id, struct sembuf *operations, size_t count) { return semtimedop(id, operations, count, NULL); }

#define LARGEST_VALUE 32767u
#define FIRST_ADDRESS 0x1000u
#define LAST_ADDRESS 0x1c000000u

extern char __global_base[];

/* Of an array of counts or a struct semid_ds: in a frame that is in use, or beyond all frames. Counts, read as a number, seldom are. */
static bool may_be_pointer(int command, uint32_t word) {
  uint32_t frame = (uint32_t)__builtin_frame_address(0), globals = (uint32_t)__global_base;
  uint32_t alignment = command == IPC_STAT ? _Alignof(struct semid_ds) : _Alignof(unsigned short);
  return word >= (frame < globals ? frame : globals) && word < LAST_ADDRESS && word % alignment == 0;
}

/*
 * The fourth argument is a union semun, which comes by its address if it has several members, or a number or pointer that
 * programs pass in its place, which comes as it is. A number is never as large as an address; what points to an address is a union.
 */
static uint32_t argument_of(int command, uint32_t word) {
  if (command == SETVAL) return word > LARGEST_VALUE ? *(const uint32_t *)word : word;
  if (word < FIRST_ADDRESS) return word;
  uint32_t inner = *(const uint32_t *)word;
  return may_be_pointer(command, inner) ? inner : word;
}

int semctl(int id, int index, int command, ...) {
  uint32_t argument = 0;
  if (command == SETVAL || command == SETALL || command == GETALL || command == IPC_STAT) {
    va_list arguments;
    va_start(arguments, command);
    argument = argument_of(command, va_arg(arguments, uint32_t));
    va_end(arguments);
  }
  if (command != IPC_STAT) return hs_result(hs_system_semctl(id, index, command, argument));
  int32_t words[3];
  int result = hs_system_semctl(id, index, command, (uint32_t)words);
  if (result == 0) {
    struct ipc_perm permissions = {.mode = (mode_t)words[0], .__key = words[1], .uid = 1000, .gid = 1000};
    permissions.cuid = permissions.cgid = 1000;
    *(struct semid_ds *)argument = (struct semid_ds){.sem_perm = permissions, .sem_nsems = (unsigned short)words[2]};
  }
  return hs_result(result);
}
