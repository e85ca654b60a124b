/* What wasm/libc asks of the shim, which has it from the host. A program that is linked without the shim has poor substitutes. */
#ifndef HEAPSCOPE_HOST_H
#define HEAPSCOPE_HOST_H

/* The signal ends the process. */
_Noreturn void hs_die(int signal);
/* The signal stops the process until another one sends SIGCONT. */
void hs_stop(int signal);
/* The program called a function that can't do anything here: says so, once for each name. */
void hs_unsupported(const char *name);
int hs_getpid(void);
/*
 * Takes the first of the signals in the set (its bits, low and high) that others sent to this process: writes its number, code, sender and
 * value. 0: none is there.
 */
struct hs_signal;
int hs_take_signal(unsigned long low, unsigned long high, struct hs_signal *signal);
/* The function that holds a code address: writes its name (cut to `size`, with the 0), gives its first address. 0: none does. */
unsigned hs_symbol(const void *address, char *name, unsigned size);

#endif
