/* The host's answers to wasm/libc. */
#include "heapscope/host.h"

#include "heapscope/state.h"
#include "heapscope/system.h"

__attribute__((import_module("heapscope"), import_name("die"), noreturn)) void hs_host_die(int signal);
__attribute__((import_module("heapscope"), import_name("unsupported"))) void hs_host_unsupported(const char *name);

__attribute__((import_module("heapscope"), import_name("symbol"))) unsigned hs_host_symbol(const void *address,
                                                                                           char *name, unsigned size);

_Noreturn void hs_die(int signal) { hs_host_die(signal); }
void hs_stop(int signal) { hs_system_stop(signal); }
void hs_unsupported(const char *name) { hs_host_unsupported(name); }
int hs_getpid(void) { return hs_system_getpid(); }
int hs_take_signal(unsigned long low, unsigned long high, struct hs_signal *signal) {
  return hs_system_take_signal(low, high, signal);
}

unsigned hs_symbol(const void *address, char *name, unsigned size) {
  hs_check_write(name, size);
  unsigned start = hs_host_symbol(address, name, size);
  hs_fill_shadow((uint32_t)name, size, HS_DEFINED);
  return start;
}
