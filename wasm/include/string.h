/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_STRING_H
#define HEAPSCOPE_STRING_H

#include_next <string.h>

#ifdef _GNU_SOURCE
char *__gnu_strerror_r(int, char *, size_t);
#define strerror_r __gnu_strerror_r
const char *strerrordesc_np(int);
const char *strerrorname_np(int);
const char *sigabbrev_np(int);
const char *sigdescr_np(int);
void *rawmemchr(const void *, int);
void *memfrob(void *, size_t);
char *strfry(char *);
#ifndef basename
char *basename(const char *) __asm__("__gnu_basename");
#endif
#else
int __xpg_strerror_r(int, char *, size_t);
#define strerror_r __xpg_strerror_r
#endif

#endif
