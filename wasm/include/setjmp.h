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

/*
 * A jump lands only in a function that still calls something: clang sees no other place where one could begin. A handler's may begin at
 * any access. A function with an array of variable length calls the checker before it returns; so does one that only seems to have one.
 */
extern int __heapscope_none;
extern void *volatile __heapscope_nowhere;
#define __calls_at_end() (__heapscope_none ? (void)(__heapscope_nowhere = __builtin_alloca(__heapscope_none)) : (void)0)

/* clang knows setjmp by its name, so all others have to become calls of it where they stand. */
#undef setjmp
#define setjmp(environment) (__calls_at_end(), setjmp(environment))
#define _setjmp(environment) setjmp(environment)
#define _longjmp(environment, value) longjmp(environment, value)

#ifndef __STRICT_ANSI__
void __save_signal_mask(sigjmp_buf, int);
#define sigsetjmp(environment, save) (__save_signal_mask(environment, save), setjmp(environment))
#endif

#endif
