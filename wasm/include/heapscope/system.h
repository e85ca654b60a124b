/* Calls of the system around the program: processes, pipes, shared memory, ... src/run/kernel/ answers them. */
#ifndef HEAPSCOPE_SYSTEM_H
#define HEAPSCOPE_SYSTEM_H

#include <errno.h>
#include <stdint.h>

/* Each gives a result of 0 or more, or minus an errno. */
#define HS_SYSTEM(name) __attribute__((import_module("heapscope_system"), import_name(#name))) int32_t hs_system_##name

HS_SYSTEM(fork)(uint32_t is_vfork);
HS_SYSTEM(wait)(int32_t pid, int32_t *status, int32_t options);
HS_SYSTEM(sleep)(uint32_t nanoseconds_low, uint32_t nanoseconds_high, uint64_t *remaining);
HS_SYSTEM(getpid)(void);
HS_SYSTEM(getppid)(void);
HS_SYSTEM(pipe)(int32_t *ends, uint32_t flags);
HS_SYSTEM(dup)(int32_t descriptor);
HS_SYSTEM(dup2)(int32_t descriptor, int32_t target);

/* The result of a POSIX function: -1 and errno instead of a negative number. */
static inline int hs_result(int32_t result) {
  if (result >= 0) return result;
  errno = -result;
  return -1;
}

#endif
