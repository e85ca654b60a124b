/* System V semaphores. */
#include <stdarg.h>
#include <sys/sem.h>

#include "heapscope/system.h"

int semget(key_t key, int count, int flags) { return hs_result(hs_system_semget(key, count, (uint32_t)flags)); }
int semop(int id, struct sembuf *operations, size_t count) { return hs_result(hs_system_semop(id, operations, count)); }
int semtimedop(int id, struct sembuf *operations, size_t count, const struct timespec *time) {
  (void)time;
  return semop(id, operations, count);
}

#define LARGEST_VALUE 32767u
#define FIRST_ADDRESS 0x1000u
#define LAST_ADDRESS 0x1c000000u

/*
 * The fourth argument is a union semun, which comes by its address if it has several members, or a number or pointer that
 * programs pass in its place, which comes as it is. A number is never as large as an address; what points to an address is a union.
 */
static uint32_t argument_of(int command, uint32_t word) {
  if (command == SETVAL) return word > LARGEST_VALUE ? *(const uint32_t *)word : word;
  if (word < FIRST_ADDRESS) return word;
  uint32_t inner = *(const uint32_t *)word;
  return inner >= FIRST_ADDRESS && inner < LAST_ADDRESS ? inner : word;
}

int semctl(int id, int index, int command, ...) {
  uint32_t argument = 0;
  if (command == SETVAL || command == SETALL || command == GETALL) {
    va_list arguments;
    va_start(arguments, command);
    argument = argument_of(command, va_arg(arguments, uint32_t));
    va_end(arguments);
  }
  return hs_result(hs_system_semctl(id, index, command, argument));
}
