/* What threads are made with. Only the stack's size and whether anybody joins them change anything here. */
#include <errno.h>
#include <limits.h>

#include "heapscope/threads.h"

#define DEFAULT_GUARD 4096
#define of(attributes) ((struct hs_thread_attributes *)(attributes))
#define read_of(attributes) ((const struct hs_thread_attributes *)(attributes))
_Static_assert(sizeof(struct hs_thread_attributes) <= sizeof(pthread_attr_t), "attributes size");

int pthread_attr_init(pthread_attr_t *attributes) {
  *attributes = (pthread_attr_t){0};
  *of(attributes) = (struct hs_thread_attributes){.stack_size = HS_DEFAULT_STACK, .guard_size = DEFAULT_GUARD};
  return 0;
}
int pthread_attr_destroy(pthread_attr_t *attributes) { return (void)attributes, 0; }

int pthread_attr_setstacksize(pthread_attr_t *attributes, size_t size) {
  if (size < PTHREAD_STACK_MIN) return EINVAL;
  of(attributes)->stack_size = size;
  return 0;
}
int pthread_attr_getstacksize(const pthread_attr_t *restrict attributes, size_t *restrict size) {
  *size = read_of(attributes)->stack_size;
  return 0;
}
/* The stack lies where the system wants it; its size is as asked for. */
int pthread_attr_setstack(pthread_attr_t *attributes, void *address, size_t size) {
  of(attributes)->stack_address = (uint32_t)address;
  return pthread_attr_setstacksize(attributes, size);
}
int pthread_attr_getstack(const pthread_attr_t *restrict attributes, void **restrict address, size_t *restrict size) {
  *address = (void *)read_of(attributes)->stack_address;
  return pthread_attr_getstacksize(attributes, size);
}
int pthread_attr_setguardsize(pthread_attr_t *attributes, size_t size) {
  of(attributes)->guard_size = size;
  return 0;
}
int pthread_attr_getguardsize(const pthread_attr_t *restrict attributes, size_t *restrict size) {
  *size = read_of(attributes)->guard_size;
  return 0;
}
int pthread_attr_setdetachstate(pthread_attr_t *attributes, int state) {
  if ((unsigned)state > PTHREAD_CREATE_DETACHED) return EINVAL;
  of(attributes)->detached = (uint32_t)state;
  return 0;
}
int pthread_attr_getdetachstate(const pthread_attr_t *attributes, int *state) {
  *state = (int)read_of(attributes)->detached;
  return 0;
}

int pthread_attr_setscope(pthread_attr_t *attributes, int scope) {
  (void)attributes;
  return scope == PTHREAD_SCOPE_SYSTEM ? 0 : scope == PTHREAD_SCOPE_PROCESS ? ENOTSUP : EINVAL;
}
int pthread_attr_getscope(const pthread_attr_t *restrict attributes, int *restrict scope) {
  return (void)attributes, *scope = PTHREAD_SCOPE_SYSTEM, 0;
}
int pthread_attr_setinheritsched(pthread_attr_t *attributes, int inherits) {
  if ((unsigned)inherits > PTHREAD_EXPLICIT_SCHED) return EINVAL;
  of(attributes)->inherits = inherits;
  return 0;
}
int pthread_attr_getinheritsched(const pthread_attr_t *restrict attributes, int *restrict inherits) {
  return *inherits = read_of(attributes)->inherits, 0;
}
int pthread_attr_setschedpolicy(pthread_attr_t *attributes, int policy) {
  if ((unsigned)policy > SCHED_RR) return EINVAL;
  of(attributes)->policy = policy;
  return 0;
}
int pthread_attr_getschedpolicy(const pthread_attr_t *restrict attributes, int *restrict policy) {
  return *policy = read_of(attributes)->policy, 0;
}
int pthread_attr_setschedparam(pthread_attr_t *restrict attributes, const struct sched_param *restrict parameters) {
  of(attributes)->priority = parameters->sched_priority;
  return 0;
}
int pthread_attr_getschedparam(const pthread_attr_t *restrict attributes, struct sched_param *restrict parameters) {
  *parameters = (struct sched_param){.sched_priority = read_of(attributes)->priority};
  return 0;
}

int pthread_attr_setstackaddr(pthread_attr_t *attributes, void *address) {
  return of(attributes)->stack_address = (uint32_t)address, 0;
}
int pthread_attr_getstackaddr(const pthread_attr_t *attributes, void **address) {
  return *address = (void *)read_of(attributes)->stack_address, 0;
}
int pthread_getattr_default_np(pthread_attr_t *attributes) { return pthread_attr_init(attributes); }

/* Of a thread that exists. */
int pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes) {
  pthread_attr_init(attributes);
  of(attributes)->detached = thread->detached;
  return 0;
}
