/* mmap and its kin. Addresses lie above the heap; src/run/kernel/memory-map.ts gives them out. */
#include <errno.h>
#include <sys/mman.h>

#include "heapscope/system.h"

#define PAGE 4096

void *mmap(void *address, size_t size, int protection, int flags, int descriptor, off_t offset) {
  if (offset % PAGE) return hs_fail(EINVAL), MAP_FAILED;
  int result = hs_result(hs_system_mmap((uint32_t)address, size, (uint32_t)protection, (uint32_t)flags, descriptor,
                                        (uint32_t)(offset / PAGE)));
  return result < 0 ? MAP_FAILED : (void *)result;
}
int munmap(void *address, size_t size) { return hs_result(hs_system_munmap((uint32_t)address, size)); }
int mprotect(void *address, size_t size, int protection) {
  return hs_result(hs_system_mprotect((uint32_t)address, size, (uint32_t)protection));
}
int msync(void *address, size_t size, int flags) {
  const int how = MS_ASYNC | MS_SYNC;
  if ((flags & ~(how | MS_INVALIDATE)) || (flags & how) == how) return hs_fail(EINVAL);
  return hs_result(hs_system_msync((uint32_t)address, size));
}
int madvise(void *address, size_t size, int advice) { return (void)address, (void)size, (void)advice, 0; }
int posix_madvise(void *address, size_t size, int advice) { return (void)address, (void)size, (void)advice, 0; }
int mlock(const void *address, size_t size) { return (void)address, (void)size, 0; }
int munlock(const void *address, size_t size) { return (void)address, (void)size, 0; }
int mlockall(int flags) { return (void)flags, 0; }
int munlockall(void) { return 0; }
