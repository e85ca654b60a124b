/* What wasm/libc asks of the shim, which has it from the host. A program that is linked without the shim has poor substitutes. */
#ifndef HEAPSCOPE_HOST_H
#define HEAPSCOPE_HOST_H

/* The signal ends the process. */
_Noreturn void hs_die(int signal);
/* The program called a function that can't do anything here: says so, once for each name. */
void hs_unsupported(const char *name);
int hs_getpid(void);
/* The function that holds a code address: writes its name (cut to `size`, with the 0), gives its first address. 0: none does. */
unsigned hs_symbol(const void *address, char *name, unsigned size);

#endif
