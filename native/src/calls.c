#define _GNU_SOURCE
#include "calls.h"

#include "mappings.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>

enum { MAX_TEXT = 4096 };

static uint8_t *put_arguments(uint8_t *at, const struct hs_told_call *call) {
  at = hs_put(at, call->count);
  for (uint32_t i = 0; i < call->count; i++) at = hs_put_signed(at, call->arguments[i]);
  return at;
}

void hs_call_begins(const struct hs_told_call *call) {
  int error = errno;
  struct hs_thread *self = hs_enter();
  if (!self) return;
  hs_put_time(&self->stream, hs_nanoseconds());
  // Before the call: what is found changed when it ends isn't this thread's doing.
  hs_put_shared_changes(self);
  uint32_t stack = hs_stack_of(&self->chain, call->frame);
  uint8_t *at = hs_begin_long(&self->stream, call->count * 10ul);
  *at++ = HS_KIND_CALL_BEGINS;
  at = hs_put_stack(&self->stream, hs_put(at, call->call), HS_KIND_CALL_BEGINS, stack);
  hs_end(&self->stream, put_arguments(at, call));
  hs_leave(self);
  errno = error;
}

void hs_call_ends(const struct hs_told_call *call, int64_t result, bool failed) {
  int error = errno;
  struct hs_thread *self = hs_enter();
  if (!self) return;
  hs_put_time(&self->stream, hs_nanoseconds());
  hs_put_shared_changes(self);
  uint32_t stack = hs_stack_of(&self->chain, call->frame);
  size_t length = call->text ? strnlen(call->text, MAX_TEXT) : 0;
  uint8_t *at = hs_begin_long(&self->stream, length + call->count * 10ul);
  *at++ = HS_KIND_CALL;
  at = hs_put_stack(&self->stream, hs_put(at, call->call), HS_KIND_CALL, stack);
  at = hs_put(hs_put_signed(at, result), failed ? (uint64_t)error : 0);
  hs_end(&self->stream, hs_put_bytes(put_arguments(at, call), call->text ? call->text : "", length));
  hs_leave(self);
  errno = error;
}

void *hs_next(void **found, const char *name) {
  void *next = __atomic_load_n(found, __ATOMIC_ACQUIRE);
  if (next) return next;
  int error = errno;
  next = dlsym(RTLD_NEXT, name);
  errno = error;
  __atomic_store_n(found, next, __ATOMIC_RELEASE);
  return next;
}
