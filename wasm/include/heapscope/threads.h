/* What the parts of wasm/libc/ that make up pthreads share. */
#ifndef HEAPSCOPE_THREADS_H
#define HEAPSCOPE_THREADS_H

#include <pthread.h>
#include <stdint.h>

#include "heapscope/system.h"

#define HS_MOST_KEYS 128
#define HS_THREAD_MAGIC 0x7468726du

/* A thread, as pthread_t points to it. That of a new thread lies above its stack. */
struct __pthread {
  uint32_t index; /* among the process's threads; the system sets it */
  uint32_t magic;
  void *(*start)(void *);
  int (*start_c11)(void *); /* threads.c */
  void *argument;
  void *result;
  uint32_t ended;
  uint32_t detached;
  int cancelled, cancel_state, cancel_type; /* cancel.c */
  const uint32_t *waits_on;                 /* at a cancellation point: what wakes it */
  struct __ptcb *cleanups;
  const void *values[HS_MOST_KEYS];
};

/* How a pthread_attr_t is used. */
#define HS_DEFAULT_STACK (512u << 10)
struct hs_thread_attributes {
  uint32_t stack_size, detached, guard_size, stack_address;
  int policy, priority, inherits;
};

/* What each thread has a copy of: the system exchanges the bytes when another thread gets its turn. */
struct hs_thread_locals {
  struct __pthread **self;
  int *errors[2];
  unsigned long *signal_mask[2]; /* the new thread begins with the creator's */
};

/* A new thread, which begins in __heapscope_thread later on: gives its address, or minus an errno. */
HS_SYSTEM(thread_create)(uint32_t stack_bytes, uint32_t thread_bytes, const struct hs_thread_locals *locals);
/* The thread's end. Its stack is given back now if `detached`, else when it is joined. */
__attribute__((noreturn)) HS_SYSTEM(thread_exit)(uint32_t detached);
HS_SYSTEM(thread_joined)(uint32_t index);
/*
 * Waits until *word is no longer `expected` and somebody calls thread_wake for it: gives 0, or 1 if the time (nanoseconds from now)
 * came first. `reason`: a WaitReason with its `detail`.
 */
HS_SYSTEM(thread_wait)(const uint32_t *word, uint32_t expected, uint32_t reason, uint32_t detail, uint32_t time_low,
                       uint32_t time_high);
/* Whether a thread of a process has not ended. */
HS_SYSTEM(thread_lives)(int32_t pid, uint32_t index);
HS_SYSTEM(thread_wake)(const uint32_t *word, uint32_t count);

/* WaitReason in src/trace/records.ts. */
enum { HS_UNTIL_AN_END = 0x100 }; /* with a reason: the wait is over, too, when any thread or process ends */
enum { HS_WAIT_LOCK = 5, HS_WAIT_CONDITION = 6, HS_WAIT_THREAD = 8, HS_WAIT_BARRIER = 10 };

#define HS_FOREVER UINT64_MAX
#define HS_ALL UINT32_MAX

static inline int hs_wait(const uint32_t *word, uint32_t expected, uint32_t reason, uint32_t detail, uint64_t time) {
  return hs_system_thread_wait(word, expected, reason, detail, (uint32_t)time, (uint32_t)(time >> 32));
}

/* At a cancellation point: `waits_on` is what the thread is about to wait for, NULL if that is not a word of memory or over. */
static inline void hs_may_be_cancelled(const uint32_t *waits_on) {
  if (hs_cancellation_point) hs_cancellation_point(waits_on);
}

/* thread.c */
struct __pthread *hs_self(void);

/* thread-time.c: nanoseconds from now until a time of this clock, or HS_FOREVER for NULL; 0 if it has passed. */
uint64_t hs_time_until(clockid_t clock, const struct timespec *until);
static inline int hs_is_time(const struct timespec *time) {
  return !time || (time->tv_nsec >= 0 && time->tv_nsec < 1000000000);
}
/* Whether anybody can wait until a time of this clock. */
static inline int hs_is_for_waiting(clockid_t clock) { return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC; }

#endif
