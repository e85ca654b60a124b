/* wasi-libc's, and what it leaves out. */
#ifndef HEAPSCOPE_STDIO_H
#define HEAPSCOPE_STDIO_H

/* Declared there to say that they don't exist. */
#define tmpnam __wasi_tmpnam
#define tmpfile __wasi_tmpfile
#include_next <stdio.h>
#undef tmpnam
#undef tmpfile

#define L_tmpnam 20
#define TMP_MAX 238328
#define P_tmpdir "/tmp"
#define L_ctermid 9
FILE *tmpfile(void);
char *tmpnam(char *);

#if !defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L
char *gets(char *);
#endif

#if defined(_POSIX_SOURCE) || defined(_POSIX_C_SOURCE) || defined(_XOPEN_SOURCE) || defined(_GNU_SOURCE) ||            \
    defined(_BSD_SOURCE)
FILE *popen(const char *, const char *);
int pclose(FILE *);
char *tempnam(const char *, const char *);
char *ctermid(char *);
void flockfile(FILE *);
int ftrylockfile(FILE *);
void funlockfile(FILE *);
#endif

#ifdef _GNU_SOURCE
char *cuserid(char *);
int fcloseall(void);
#define L_cuserid 9
#define tmpfile64 tmpfile
#endif
#if defined(_BSD_SOURCE) || defined(_DEFAULT_SOURCE) || defined(_GNU_SOURCE)
char *tmpnam_r(char *);
#endif

#endif
