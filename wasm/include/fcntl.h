/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_FCNTL_H
#define HEAPSCOPE_FCNTL_H

#include_next <fcntl.h>

#ifdef _GNU_SOURCE
#define __NEED_size_t
#define __NEED_ssize_t
#include <bits/alltypes.h>
int fallocate(int, int, off_t, off_t);
ssize_t readahead(int, off_t, size_t);
#define fallocate64 fallocate
#define fcntl64 fcntl
#endif

#endif
