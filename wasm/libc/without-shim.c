/* For programs that are linked without the shim, which knows better. */
#include "heapscope/hooks.h"
#include "heapscope/host.h"

_Noreturn void hs_die(int signal) {
  (void)signal;
  __builtin_trap();
}
void hs_stop(int signal) { (void)signal; }
void hs_unsupported(const char *name) { (void)name; }
int hs_getpid(void) { return 42; }
int hs_take_signal(unsigned long low, unsigned long high, struct hs_signal *signal) {
  (void)low, (void)high, (void)signal;
  return 0;
}
unsigned hs_symbol(const void *address, char *name, unsigned size) {
  (void)address;
  if (size > 0) *name = 0;
  return 0;
}

void *__heapscope_return_address(unsigned n) {
  (void)n;
  return NULL;
}
