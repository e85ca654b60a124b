#define _GNU_SOURCE
#include "calls.h"
#include "recorder.h"

#include <errno.h>
#include <heapscope/stream.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>

HS_EXPORT int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*function)(void *),
                             void *argument) {
  int error = HS_NEXT(pthread_create)(thread, attributes, function, argument);
  if (!error) hs_note_handle((uint64_t)*thread);
  // The result is the error. When it failed *thread is undefined.
  hs_call_ends(HS_CALL(HS_CALL_PTHREAD_CREATE, NULL, error ? 0 : (int64_t)*thread, (int64_t)function), error, false);
  return error;
}

HS_EXPORT int pthread_join(pthread_t thread, void **result) {
  const struct hs_told_call *call = HS_CALL(HS_CALL_PTHREAD_JOIN, NULL, (int64_t)thread);
  hs_call_begins(call);
  int error = HS_NEXT(pthread_join)(thread, result);
  hs_call_ends(call, error, false);
  return error;
}

HS_EXPORT void pthread_exit(void *result) {
  hs_call_begins(HS_CALL(HS_CALL_PTHREAD_EXIT, NULL));
  HS_NEXT(pthread_exit)(result);
  __builtin_unreachable();
}

HS_EXPORT int pthread_setname_np(pthread_t thread, const char *name) {
  int error = HS_NEXT(pthread_setname_np)(thread, name);
  hs_call_ends(HS_CALL(HS_CALL_THREAD_NAME, name, (int64_t)thread), error, false);
  return error;
}

static int64_t nanoseconds(const struct timespec *time) {
  return time ? (int64_t)time->tv_sec * 1000000000 + time->tv_nsec : 0;
}

HS_EXPORT unsigned sleep(unsigned seconds) {
  const struct hs_told_call *call = HS_CALL(HS_CALL_SLEEP, NULL, (int64_t)seconds * 1000000000);
  hs_call_begins(call);
  unsigned left = HS_NEXT(sleep)(seconds);
  hs_call_ends(call, left, false);
  return left;
}

HS_EXPORT int usleep(useconds_t microseconds) {
  const struct hs_told_call *call = HS_CALL(HS_CALL_SLEEP, NULL, (int64_t)microseconds * 1000);
  hs_call_begins(call);
  int result = HS_NEXT(usleep)(microseconds);
  hs_call_ends(call, result, result != 0);
  return result;
}

HS_EXPORT int nanosleep(const struct timespec *time, struct timespec *left) {
  const struct hs_told_call *call = HS_CALL(HS_CALL_SLEEP, NULL, nanoseconds(time));
  hs_call_begins(call);
  int result = HS_NEXT(nanosleep)(time, left);
  hs_call_ends(call, result, result != 0);
  return result;
}

HS_EXPORT int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time, struct timespec *left) {
  const struct hs_told_call *call = HS_CALL(HS_CALL_SLEEP, NULL, nanoseconds(time));
  hs_call_begins(call);
  int error = HS_NEXT(clock_nanosleep)(clock, flags, time, left);
  hs_call_ends(call, error, false);
  return error;
}
