/* wasi-libc's, with a scandir of our own. */
#ifndef HEAPSCOPE_DIRENT_H
#define HEAPSCOPE_DIRENT_H

#include_next <dirent.h>

int scandir(const char *, struct dirent ***, int (*)(const struct dirent *),
            int (*)(const struct dirent **, const struct dirent **)) __asm__("__scandir");

int readdir_r(DIR *__restrict, struct dirent *__restrict, struct dirent **__restrict);
#ifdef _GNU_SOURCE
#define readdir64_r readdir_r
#define scandirat64 scandirat
#endif

#endif
