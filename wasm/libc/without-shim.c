/* For programs that are linked without the shim, which knows better. */
#include "heapscope/host.h"

_Noreturn void hs_die(int signal) {
  (void)signal;
  __builtin_trap();
}
void hs_unsupported(const char *name) { (void)name; }
int hs_getpid(void) { return 42; }
