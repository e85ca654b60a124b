/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_WCHAR_H
#define HEAPSCOPE_WCHAR_H

#include_next <wchar.h>

#ifdef _GNU_SOURCE
wchar_t *wcschrnul(const wchar_t *, wchar_t);
wchar_t *wmempcpy(wchar_t *__restrict, const wchar_t *__restrict, size_t);
#endif

#endif
