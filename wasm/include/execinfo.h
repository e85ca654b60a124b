/* The calls in progress, as code addresses. */
#ifndef HEAPSCOPE_EXECINFO_H
#define HEAPSCOPE_EXECINFO_H

int backtrace(void **, int);
char **backtrace_symbols(void *const *, int);
void backtrace_symbols_fd(void *const *, int, int);

#endif
