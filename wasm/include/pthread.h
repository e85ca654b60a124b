/* What wasi-libc's header leaves out: see wasm/libc/thread.c. */
#ifndef _HEAPSCOPE_PTHREAD_H
#define _HEAPSCOPE_PTHREAD_H

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
/* Refused when linked: src/compile/missing-functions.ts. */
int pthread_cancel(pthread_t);

#endif
