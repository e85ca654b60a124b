/* System V's way to a process's limits. */
#ifndef HEAPSCOPE_ULIMIT_H
#define HEAPSCOPE_ULIMIT_H

#define UL_GETFSIZE 1
#define UL_SETFSIZE 2

long ulimit(int, ...);

#endif
