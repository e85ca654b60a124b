/*
 * The recorder behind the hooks.
 *
 *     hook ---> events.c ---> stacks.c (who called) ---> rules.c, cfi.c (how to unwind), stack-ids.c (a number for it)
 *                   |-------> blocks.c (what is at an address)
 *                   '-------> streams.h (bytes into the thread's ring)
 *
 * A thread may write its stream between hs_enter() and hs_leave() only. In between it is `busy`: what a signal handler
 * does meanwhile waits in `pending`. Nothing here calls malloc, stdio, or anything that takes a lock of libc.
 */
#ifndef HEAPSCOPE_RECORDER_H
#define HEAPSCOPE_RECORDER_H

#include "blocks.h"
#include "stacks.h"
#include "streams.h"
#include "system.h"

#include <limits.h>

enum { HS_MAX_PENDING = 1024 };

/*
 * What ThreadSanitizer can't see. A thread's stream is handed on when the kernel says that the thread is gone: whatever it did
 * comes before. And the sanitizer's own end of a thread is in the last round of destructors: ours must be before.
 */
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#define HS_RELEASE(thread) __tsan_release(thread)
#define HS_ACQUIRE(thread) __tsan_acquire(thread)
#define HS_LAST_ROUND (PTHREAD_DESTRUCTOR_ITERATIONS - 1)
#else
#define HS_RELEASE(thread) ((void)0)
#define HS_ACQUIRE(thread) ((void)0)
#define HS_LAST_ROUND PTHREAD_DESTRUCTOR_ITERATIONS
#endif

/* An event of a signal handler in the middle of another event. */
struct hs_pending {
  uint32_t op; /* enum hs_allocation_op */
  void *address;
  size_t size;
};

struct hs_thread {
  uint32_t busy;
  /* What `hs_attend` has seen of the control file and of hs_epoch. */
  uint32_t pulse;
  uint32_t epoch;
  uint32_t tid;
  uint32_t index;
  uint32_t number; /* of its stream */
  /* 1: allocation events wait for a step. */
  uint32_t paused;
  /* 1: its destructor has run: when it is gone, its stream may be taken over. */
  uint32_t ended;
  /* Allocations and frees published. Other threads read it. */
  uint64_t events;
  struct hs_stream stream;
  struct hs_chain chain;
  uint32_t pending_count;
  uint32_t pending_lost;
  struct hs_pending pending[HS_MAX_PENDING];
};

enum hs_state { HS_NOT_STARTED = 0, HS_RECORDING = 1, HS_OFF = 2 };

extern uint32_t hs_state;
extern struct hs_control *hs_control;
/* As in the streams' headers. */
extern uint32_t hs_process_started;
/* In a page that is zero in a forked child, however it was forked. Else it changes with what code is loaded. */
extern uint32_t *hs_epoch;
/* Streams of threads below this number were the parent's. */
extern uint32_t hs_first_number;
extern __thread struct hs_thread *hs_self __attribute__((tls_model("initial-exec")));

/* Stream 0 and all tables that stacks need. */
extern struct hs_lock hs_process_lock;
extern struct hs_stream hs_process_stream;

/* Begins to record, if there is a control file. */
void hs_start(void);
/* No more is recorded, by any thread, for this reason (enum hs_loss). */
void hs_stop(uint32_t loss);
/* This process is a forked child which has noticed it. */
void hs_forked(struct hs_thread *self);
/* The thread's own stream; NULL if there can't be one. */
struct hs_thread *hs_attach(void);
/* An address just below the end of a thread's stack, or 0. */
uint64_t hs_stack_end_of(uint32_t tid);
/* A thread is there, or will be, with this pthread_self(). */
void hs_note_handle(uint64_t handle);
/* Calls `visit` with pthread_self() of each thread there has been. */
void hs_each_handle(void (*visit)(uint64_t handle, void *context), void *context);
/* Of a thread that exists, by its stream. */
struct hs_thread *hs_thread_of(uint32_t number);
/* Threads of the parent don't exist here. */
void hs_forget_threads(struct hs_thread *self);
/* Something has changed: the time, the drainer's word, the code, or who we are. False: recording has ended. */
bool hs_attend(struct hs_thread *self);
struct hs_thread *hs_enter_slowly(void);
void hs_leave_slowly(struct hs_thread *self);

/* Other threads write both. */
static inline uint32_t hs_state_now(void) { return __atomic_load_n(&hs_state, __ATOMIC_ACQUIRE); }
static inline uint32_t hs_epoch_now(void) { return __atomic_load_n(hs_epoch, __ATOMIC_RELAXED); }

/* NULL: nothing can be recorded now. Else hs_leave() must follow. */
static HS_ALWAYS_INLINE struct hs_thread *hs_enter(void) {
  struct hs_thread *self = hs_self;
  if (HS_UNLIKELY(!self || self->busy)) return hs_enter_slowly();
  self->busy = 1;
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  uint32_t pulse = __atomic_load_n(&hs_control->pulse, __ATOMIC_RELAXED);
  if (HS_UNLIKELY(self->pulse != pulse || self->epoch != hs_epoch_now()) && !hs_attend(self)) {
    self->busy = 0;
    return NULL;
  }
  return self;
}

/* Waits until the drainer lets an allocation event happen. */
void hs_wait_for_step(struct hs_thread *self);

/* For an allocation or a free. */
static HS_ALWAYS_INLINE struct hs_thread *hs_enter_for_allocation(void) {
  struct hs_thread *self = hs_enter();
  if (HS_UNLIKELY(self && self->paused)) hs_wait_for_step(self);
  return self;
}

static inline void hs_leave(struct hs_thread *self) {
  if (HS_UNLIKELY(self->pending_count | self->pending_lost)) hs_leave_slowly(self);
  __atomic_signal_fence(__ATOMIC_SEQ_CST);
  self->busy = 0;
  HS_RELEASE(self);
}

#endif
