/* wasi-libc's, with the functions that mind the signal mask. */
#ifndef HEAPSCOPE_SETJMP_H
#define HEAPSCOPE_SETJMP_H

/* Declared there, and defined nowhere. */
#define sigsetjmp __wasi_sigsetjmp
#define _setjmp __wasi__setjmp
#define _longjmp __wasi__longjmp
#include_next <setjmp.h>
#undef sigsetjmp
#undef _setjmp
#undef _longjmp

/* clang knows setjmp by its name, so all others have to become calls of it where they stand. */
#define _setjmp(environment) setjmp(environment)
#define _longjmp(environment, value) longjmp(environment, value)

#ifndef __STRICT_ANSI__
void __save_signal_mask(sigjmp_buf, int);
#define sigsetjmp(environment, save) (__save_signal_mask(environment, save), setjmp(environment))
#endif

#endif
