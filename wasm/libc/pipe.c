/* Pipes, and further descriptors for what is open. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "heapscope/system.h"

/* wasi-libc's flags of open are those of WASI's descriptors, below this. */
#define DESCRIPTOR_FLAGS 0x1f

int pipe(int ends[2]) { return hs_result(hs_system_pipe(ends, 0)); }
int pipe2(int ends[2], int flags) { return hs_result(hs_system_pipe(ends, (uint32_t)flags & DESCRIPTOR_FLAGS)); }
int dup(int descriptor) { return hs_result(hs_system_dup(descriptor)); }
int dup2(int descriptor, int target) { return hs_result(hs_system_dup2(descriptor, target)); }
int dup3(int descriptor, int target, int flags) {
  (void)flags;
  return descriptor == target ? hs_fail(EINVAL) : hs_result(hs_system_dup2(descriptor, target));
}
