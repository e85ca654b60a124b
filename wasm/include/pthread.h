/* What wasi-libc's header leaves out: see wasm/libc/thread.c. */
#ifndef _HEAPSCOPE_PTHREAD_H
#define _HEAPSCOPE_PTHREAD_H

#include <sched.h>

#include_next <pthread.h>

#define PTHREAD_MUTEX_FAST_NP PTHREAD_MUTEX_NORMAL
#define PTHREAD_MUTEX_TIMED_NP PTHREAD_MUTEX_NORMAL
#define PTHREAD_MUTEX_ADAPTIVE_NP PTHREAD_MUTEX_NORMAL
#define PTHREAD_MUTEX_RECURSIVE_NP PTHREAD_MUTEX_RECURSIVE
#define PTHREAD_MUTEX_ERRORCHECK_NP PTHREAD_MUTEX_ERRORCHECK
#define PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP                                                                         \
  {                                                                                                                    \
    {                                                                                                                  \
      {                                                                                                                \
        PTHREAD_MUTEX_RECURSIVE                                                                                        \
      }                                                                                                                \
    }                                                                                                                  \
  }
#define PTHREAD_ERRORCHECK_MUTEX_INITIALIZER_NP                                                                        \
  {                                                                                                                    \
    {                                                                                                                  \
      {                                                                                                                \
        PTHREAD_MUTEX_ERRORCHECK                                                                                       \
      }                                                                                                                \
    }                                                                                                                  \
  }

_Noreturn void pthread_exit(void *);
int pthread_cancel(pthread_t);

int pthread_attr_getschedparam(const pthread_attr_t *__restrict, struct sched_param *__restrict);
int pthread_attr_setschedparam(pthread_attr_t *__restrict, const struct sched_param *__restrict);
int pthread_getschedparam(pthread_t, int *__restrict, struct sched_param *__restrict);
int pthread_setschedparam(pthread_t, int, const struct sched_param *);
int pthread_attr_setstackaddr(pthread_attr_t *, void *);
int pthread_attr_getstackaddr(const pthread_attr_t *, void **);
#ifdef _GNU_SOURCE
#define PTHREAD_RWLOCK_PREFER_READER_NP 0
#define PTHREAD_RWLOCK_PREFER_WRITER_NP 1
#define PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP 2
#define PTHREAD_RWLOCK_DEFAULT_NP PTHREAD_RWLOCK_PREFER_READER_NP
int pthread_rwlockattr_setkind_np(pthread_rwlockattr_t *, int);
int pthread_rwlockattr_getkind_np(const pthread_rwlockattr_t *__restrict, int *__restrict);
int pthread_mutex_clocklock(pthread_mutex_t *__restrict, clockid_t, const struct timespec *__restrict);
int pthread_rwlock_clockrdlock(pthread_rwlock_t *__restrict, clockid_t, const struct timespec *__restrict);
int pthread_rwlock_clockwrlock(pthread_rwlock_t *__restrict, clockid_t, const struct timespec *__restrict);
int pthread_yield(void);
int pthread_cond_clockwait(pthread_cond_t *__restrict, pthread_mutex_t *__restrict, clockid_t,
                           const struct timespec *__restrict);
#endif

#endif
