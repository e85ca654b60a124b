/* wasi-libc's, with a scandir of our own. */
#ifndef HEAPSCOPE_DIRENT_H
#define HEAPSCOPE_DIRENT_H

#include_next <dirent.h>

int scandir(const char *, struct dirent ***, int (*)(const struct dirent *),
            int (*)(const struct dirent **, const struct dirent **)) __asm__("__scandir");

#endif
