/*
 * A thread gets its stream at its first event. After its end (a key's destructor, as late as can be) libc may still free
 * things for it; so the stream is handed on only when the kernel doesn't know the thread any more.
 */
#define _GNU_SOURCE
#include "recorder.h"

#include "mappings.h"
#include "modules.h"
#include "process.h"
#include "roots.h"
#include "rules.h"
#include "scan.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>

/* Each has a ring: no machine has memory for as many. */
enum { MAX_NUMBER = (1 << HS_STREAM_BITS) - 1, MAX_HANDLES = 16384 };

__thread struct hs_thread *hs_self __attribute__((tls_model("initial-exec")));
uint32_t hs_first_number = 1;

static struct hs_thread *threads[MAX_NUMBER + 1];
static struct hs_lock threads_lock;
static uint32_t last_number, next_index, ended_count;
static pthread_key_t key;
static bool has_key;
/* The thread is being given its stream: what it allocates meanwhile is the library's own doing. */
static __thread bool attaching __attribute__((tls_model("initial-exec")));

struct hs_thread *hs_thread_of(uint32_t number) { return __atomic_load_n(&threads[number], __ATOMIC_ACQUIRE); }

uint64_t hs_stack_end_of(uint32_t tid) {
  for (uint32_t number = hs_first_number; number <= last_number; number++) {
    const struct hs_thread *thread = hs_thread_of(number);
    if (thread && thread->tid == tid && thread->chain.range.end > 0) return thread->chain.range.end - 8;
  }
  return 0;
}

/* pthread_self() of all threads there have been; a new thread often gets the memory of one that ended. */
static uint64_t handles[MAX_HANDLES];

void hs_note_handle(uint64_t handle) {
  uint64_t at = hs_hash(handle) % MAX_HANDLES;
  for (uint32_t tries = 0; tries < MAX_HANDLES; tries++, at = (at + 1) % MAX_HANDLES) {
    uint64_t found = 0;
    if (__atomic_compare_exchange_n(&handles[at], &found, handle, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED) ||
        found == handle)
      return;
  }
}

void hs_each_handle(void (*visit)(uint64_t handle, void *context), void *context) {
  for (uint32_t i = 0; i < MAX_HANDLES; i++)
    if (handles[i] != 0) visit(handles[i], context);
}

/* The stream of a thread that is gone. */
static struct hs_thread *take_over(void) {
  for (uint32_t number = hs_first_number; ended_count > 0 && number <= last_number; number++) {
    struct hs_thread *thread = threads[number];
    if (!thread || !thread->ended || hs_exists(thread->tid)) continue;
    ended_count--;
    HS_ACQUIRE(thread);
    thread->ended = 0;
    hs_empty(&thread->chain);
    memset(thread->chain.ranges, 0, sizeof thread->chain.ranges);
    thread->chain.range = (struct hs_range){0, 0};
    return thread;
  }
  return NULL;
}

static struct hs_thread *make_thread(void) {
  if (last_number == MAX_NUMBER) {
    hs_stop(HS_LOSS_NO_MEMORY);
    return NULL;
  }
  struct hs_thread *thread = hs_map(sizeof *thread);
  if (!thread) return NULL;
  thread->number = last_number + 1;
  int error = hs_open_thread_stream(&thread->stream, thread->number);
  if (error != 0) {
    // Half of the events would be worse than none.
    hs_stop(hs_loss_of(error));
    hs_unmap(thread, sizeof *thread);
    return NULL;
  }
  __atomic_store_n(&threads[++last_number], thread, __ATOMIC_RELEASE);
  return thread;
}

void hs_tell_thread(struct hs_thread *self) {
  char name[17] = "";
  hs_syscall(SYS_prctl, PR_GET_NAME, (long)name, 0, 0, 0, 0);
  hs_put_time(&self->stream, hs_nanoseconds());
  uint8_t *at = hs_begin(&self->stream);
  *at++ = HS_KIND_THREAD;
  at = hs_put(hs_put(hs_put(at, self->index), self->tid), (uint64_t)pthread_self());
  hs_end(&self->stream, hs_put_bytes(at, name, strlen(name)));
}

struct hs_thread *hs_attach(void) {
  if (attaching) return NULL;
  attaching = true;
  if (hs_state_now() == HS_NOT_STARTED) hs_start();
  struct hs_thread *self = NULL;
  if (hs_state_now() == HS_RECORDING && hs_epoch_now() == 0) {
    // A child of a thread without a stream.
    self = hs_map(sizeof *self);
    if (self) hs_forked(self);
  } else if (hs_state_now() == HS_RECORDING) {
    hs_lock(&threads_lock);
    self = take_over();
    if (!self) self = make_thread();
    if (self) {
      self->tid = hs_tid();
      self->index = next_index++;
      hs_note_handle((uint64_t)pthread_self());
      self->epoch = hs_epoch_now();
      self->pulse = hs_control->pulse - 1;
      hs_tell_thread(self);
    }
    hs_unlock(&threads_lock);
  }
  if (self) {
    hs_self = self;
    if (has_key) pthread_setspecific(key, (void *)1);
  }
  attaching = false;
  return self;
}

void hs_forget_threads(struct hs_thread *self) {
  for (uint32_t number = hs_first_number; number <= last_number; number++) threads[number] = NULL;
  threads_lock.taken = 0;
  hs_first_number = last_number + 1;
  ended_count = 0;
  next_index = 1;
  if (last_number < MAX_NUMBER) last_number++;
  threads[last_number] = self;
  self->number = last_number;
  self->index = 0;
  self->ended = 0;
  self->events = 0;
  self->tid = hs_tid();
}

struct hs_thread *hs_enter_slowly(void) {
  struct hs_thread *self = hs_self;
  if (self && self->busy) return NULL;
  if (!self && (hs_state_now() == HS_OFF || !hs_attach())) return NULL;
  return hs_enter();
}

/* Runs as the last round of the destructors of keys, so that theirs are recorded before. */
static void thread_ends(void *round) {
  if ((uintptr_t)round < HS_LAST_ROUND) {
    pthread_setspecific(key, (void *)((uintptr_t)round + 1));
    return;
  }
  struct hs_thread *self = hs_enter();
  if (!self) return;
  uint8_t *at = hs_begin(&self->stream);
  *at++ = HS_KIND_THREAD_ENDS;
  hs_end(&self->stream, at);
  hs_lock(&threads_lock);
  self->ended = 1;
  ended_count++;
  hs_unlock(&threads_lock);
  hs_leave(self);
}

void hs_put_exit(int status, const void *from) {
  static uint32_t told_by;
  struct hs_thread *self = hs_enter();
  if (!self) return;
  if (told_by != hs_pid()) {
    told_by = hs_pid();
    hs_put_shared_changes(self);
    if ((hs_control->options & HS_OPTION_NO_SCAN) == 0) hs_scan(self, HS_SCAN_AT_EXIT, from);
    uint8_t *at = hs_begin(&self->stream);
    *at++ = HS_KIND_EXIT;
    hs_end(&self->stream, hs_put(at, (uint64_t)(uint32_t)status));
  }
  hs_leave(self);
}

/* hs_scan's `from`, when the program has called exit(). */
static const void *called_from;

void hs_exit_called(const void *from) {
  if (!called_from) called_from = from;
}

static int quick_status;

void hs_quick_exit_called(int status, const void *from) {
  quick_status = status;
  hs_exit_called(from);
}

static void at_quick_end(void) { hs_put_exit(quick_status, called_from ? called_from : __builtin_frame_address(0)); }

/* main has returned, and libc's frames lie over what was its: those before them count. */
static const void *outside_of_libc(struct hs_thread *self, const void *frame) {
  const uint64_t *slots = frame;
  hs_stack_of(&self->chain, frame);
  hs_settle(&self->chain);
  for (uint32_t i = self->chain.depth; i-- > 0;)
    if (!hs_in_same_module((const void *)slots[1], (const void *)self->chain.frames[i].return_address))
      return (const void *)self->chain.frames[i].sp;
  return frame;
}

static void at_exit(int status, void *context) {
  (void)context;
  const void *from = called_from;
  struct hs_thread *self = from ? NULL : hs_enter();
  if (self) {
    from = outside_of_libc(self, __builtin_frame_address(0));
    hs_leave(self);
  }
  hs_put_exit(status, from);
}

/* Registered before main's, the handlers of exit and quick_exit run after all others and all destructors. */
__attribute__((constructor)) static void begin(void) {
  if (hs_state_now() == HS_NOT_STARTED) hs_start();
  if (hs_state_now() != HS_RECORDING) return;
  has_key = pthread_key_create(&key, thread_ends) == 0;
  on_exit(at_exit, NULL);
  at_quick_exit(at_quick_end);
  hs_note_main_tls();
  struct hs_thread *self = hs_enter();
  if (self) hs_leave(self);
}
