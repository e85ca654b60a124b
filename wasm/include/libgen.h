/* POSIX's basename goes by another name where glibc's own is declared in string.h. */
#ifndef HEAPSCOPE_LIBGEN_H
#define HEAPSCOPE_LIBGEN_H

char *dirname(char *);
char *__xpg_basename(char *);
#define basename __xpg_basename

#endif
