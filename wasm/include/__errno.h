/* As on Linux, a function says where errno is: see wasm/libc/errno.c. */
#ifndef __wasilibc___errno_h
#define __wasilibc___errno_h

int *__errno_location(void);

#define errno (*__errno_location())

#endif
