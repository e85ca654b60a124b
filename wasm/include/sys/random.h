/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_SYS_RANDOM_H
#define HEAPSCOPE_SYS_RANDOM_H

#include_next <sys/random.h>

#define __NEED_size_t
#define __NEED_ssize_t
#include <bits/alltypes.h>

#define GRND_NONBLOCK 1
#define GRND_RANDOM 2
#define GRND_INSECURE 4
ssize_t getrandom(void *, size_t, unsigned);

#endif
