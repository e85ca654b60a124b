/* Calls of the system around the program: processes, pipes, shared memory, ... src/run/kernel/ answers them. */
#ifndef HEAPSCOPE_SYSTEM_H
#define HEAPSCOPE_SYSTEM_H

#include <errno.h>
#include <stdint.h>

/* Each gives a result of 0 or more, or minus one of WASI's errnos. */
#define HS_SYSTEM(name) __attribute__((import_module("heapscope_system"), import_name(#name))) int32_t hs_system_##name

HS_SYSTEM(fork)(uint32_t is_vfork);
/* Options: waitpid's, WNOWAIT and HS_NO_ENDS. */
HS_SYSTEM(wait)(int32_t pid, int32_t *status, int32_t options);
enum { HS_NO_ENDS = 0x10 };
/* 0 and -1: to all others than the caller. `is_queued`: with a value (sigqueue). */
HS_SYSTEM(kill)(int32_t pid, int32_t signal, uint32_t is_queued, int32_t value);
HS_SYSTEM(sleep)(uint32_t nanoseconds_low, uint32_t nanoseconds_high, uint64_t *remaining);
HS_SYSTEM(getpid)(void);
HS_SYSTEM(getppid)(void);
HS_SYSTEM(getpgid)(int32_t pid);
HS_SYSTEM(getsid)(int32_t pid);
HS_SYSTEM(setpgid)(int32_t pid, int32_t group);
HS_SYSTEM(setsid)(void);

/* Signals; see wasm/libc/signals.h. Sets are two words, the low one first. */
struct hs_signal;
HS_SYSTEM(take_signal)(uint32_t low, uint32_t high, struct hs_signal *signal);
HS_SYSTEM(pending_signals)(uint32_t *set);
/* Waits for a signal with a handler: always gives minus EINTR. */
HS_SYSTEM(pause)(void);
/* Takes one of the set as soon as there is one; `time`: nanoseconds from now, all ones for ever. */
HS_SYSTEM(signal_wait)(uint32_t low, uint32_t high, struct hs_signal *signal, uint32_t time_low, uint32_t time_high);
HS_SYSTEM(stop)(int32_t signal);
HS_SYSTEM(thread_kill)(uint32_t thread, int32_t signal);
/* `new`, `old`: nanoseconds until the timer's end, and between two ends; either may be 0. `which`: as setitimer has it. */
struct hs_timer {
  uint64_t value, interval;
};
HS_SYSTEM(timer)(uint32_t which, const struct hs_timer *new, struct hs_timer *old);
HS_SYSTEM(pipe)(int32_t *ends, uint32_t flags);
HS_SYSTEM(dup)(int32_t descriptor);
HS_SYSTEM(dup2)(int32_t descriptor, int32_t target);

HS_SYSTEM(mmap)(uint32_t address, uint32_t size, uint32_t protection, uint32_t flags, int32_t descriptor,
                uint32_t page);
HS_SYSTEM(munmap)(uint32_t address, uint32_t size);
HS_SYSTEM(mprotect)(uint32_t address, uint32_t size, uint32_t protection);
HS_SYSTEM(msync)(uint32_t address, uint32_t size);
HS_SYSTEM(shmget)(int32_t key, uint32_t size, uint32_t flags);
HS_SYSTEM(shmat)(int32_t id, uint32_t address, uint32_t flags);
HS_SYSTEM(shmdt)(uint32_t address);
HS_SYSTEM(shmctl)(int32_t id, int32_t command, uint32_t *words);

/* Semaphores have ids; one that lies in memory which only its process has is a copy of its own after a fork. */
HS_SYSTEM(sem_create)(uint32_t value);
HS_SYSTEM(sem_open)(const char *name, uint32_t size, uint32_t flags, uint32_t value);
HS_SYSTEM(sem_unlink)(const char *name, uint32_t size);
/* `how`: HS_WAIT, HS_TRY, or HS_UNTIL a time in nanoseconds since 1970. */
HS_SYSTEM(sem_wait)(int32_t id, const void *address, uint32_t how, uint32_t low, uint32_t high);
HS_SYSTEM(sem_post)(int32_t id, const void *address);
HS_SYSTEM(sem_value)(int32_t id, const void *address);
enum { HS_WAIT, HS_TRY, HS_UNTIL };
HS_SYSTEM(semget)(int32_t key, int32_t count, uint32_t flags);
/* Time: nanoseconds from now, all ones for ever. */
HS_SYSTEM(semop)(int32_t id, const void *operations, uint32_t count, uint32_t time_low, uint32_t time_high);
HS_SYSTEM(semctl)(int32_t id, int32_t index, int32_t command, uint32_t argument);

/* System V's message queues. A message is its type, a long, and `size` bytes behind it. */
struct hs_message_queue {
  uint32_t mode;
  int32_t key;
  uint32_t count, bytes, most, last_sender, last_receiver;
};
HS_SYSTEM(msgget)(int32_t key, uint32_t flags);
HS_SYSTEM(msgsnd)(int32_t id, const void *message, uint32_t size, uint32_t flags);
HS_SYSTEM(msgrcv)(int32_t id, void *message, uint32_t size, int32_t type, uint32_t flags);
HS_SYSTEM(msgctl)(int32_t id, int32_t command, struct hs_message_queue *words);

/* POSIX's message queues. Times: nanoseconds from now, all ones for ever. */
enum { HS_MQ_CREATE = 1, HS_MQ_EXCLUSIVE = 2, HS_MQ_READS = 4, HS_MQ_WRITES = 8, HS_MQ_NONBLOCKING = 16 };
HS_SYSTEM(mq_open)(const char *name, uint32_t size, uint32_t how, int32_t most_messages, int32_t message_bytes);
HS_SYSTEM(mq_close)(int32_t descriptor);
HS_SYSTEM(mq_unlink)(const char *name, uint32_t size);
HS_SYSTEM(mq_send)(int32_t descriptor, const void *data, uint32_t size, uint32_t priority, uint32_t time_low,
                   uint32_t time_high);
HS_SYSTEM(mq_receive)(int32_t descriptor, void *buffer, uint32_t size, uint32_t *priority, uint32_t time_low,
                      uint32_t time_high);
/* `words`: non-blocking before, most messages, bytes of one, messages there. `is_non_blocking`: from now on; -1: as before. */
HS_SYSTEM(mq_attributes)(int32_t descriptor, int32_t *words, int32_t is_non_blocking);
/* `signal` 0: none. HS_MQ_BY_THREAD gives a number for mq_wait_notified. */
enum { HS_MQ_NO_MORE = -1, HS_MQ_BY_THREAD = -2 };
HS_SYSTEM(mq_notify)(int32_t descriptor, int32_t signal, int32_t value);
/* Gives 0 when a message has come, or minus an errno when it is no longer waited for. */
HS_SYSTEM(mq_wait_notified)(int32_t number);

#define HS_INTERRUPTED (-27)

/* libc's own variable, with WASI's numbers; see wasm/libc/errno.c. */
extern _Thread_local int hs_wasi_errno __asm__("errno");

/* The result of a POSIX function: -1 and errno instead of a negative number. */
static inline int hs_result(int32_t result) {
  if (result >= 0) return result;
  hs_wasi_errno = -result;
  return -1;
}

/* cancel.c, where the program cancels threads: ends the calling one if it is to. */
__attribute__((weak)) void hs_cancellation_point(const uint32_t *waits_on);
static inline int32_t hs_or_cancelled(int32_t result) {
  if (result == HS_INTERRUPTED && hs_cancellation_point) hs_cancellation_point(0);
  return result;
}
/* A call in which the thread may be cancelled, before it does anything or while it waits. */
#define HS_CANCELLABLE(call) (hs_cancellation_point ? hs_cancellation_point(0) : (void)0, hs_or_cancelled(call))

/* atfork.c, where the program has such handlers. */
enum hs_fork_side { HS_BEFORE_FORK, HS_IN_PARENT, HS_IN_CHILD };
__attribute__((weak)) void hs_around_fork(enum hs_fork_side side);

/* An error that the host needn't be asked about. */
static inline int hs_fail(int error) {
  errno = error;
  return -1;
}

#endif
