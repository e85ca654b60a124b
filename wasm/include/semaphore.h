/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_SEMAPHORE_H
#define HEAPSCOPE_SEMAPHORE_H

#include_next <semaphore.h>

#ifdef _GNU_SOURCE
#define __NEED_clockid_t
#include <bits/alltypes.h>
int sem_clockwait(sem_t *__restrict, clockid_t, const struct timespec *__restrict);
#endif

#endif
