/* What a program maps, and the segments it shares. What libc maps itself, for malloc or for stacks, doesn't come this way. */
#define _GNU_SOURCE
#include "calls.h"
#include "mappings.h"
#include "system.h"

#include <heapscope/stream.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>

struct wanted {
  void *address;
  size_t bytes;
  int protection, flags, file;
  int64_t offset;
};

/* Which file a shared mapping is of: others may map the same. */
static uint32_t put_file(int64_t *arguments, const struct wanted *wanted) {
  struct stat status;
  if ((wanted->flags & MAP_SHARED) == 0 || wanted->file < 0) return 0;
  if (hs_failed(hs_syscall(SYS_fstat, wanted->file, (long)&status, 0, 0, 0, 0))) return 0;
  arguments[0] = (int64_t)status.st_dev;
  arguments[1] = (int64_t)status.st_ino;
  return 2;
}

static void *mapped(const void *frame, void *result, const struct wanted *wanted) {
  bool failed = result == MAP_FAILED;
  // The mapping may take the place of another.
  if (!failed)
    hs_mapped((uint64_t)result, wanted->bytes, (wanted->flags & MAP_SHARED) != 0,
              (wanted->protection & PROT_WRITE) != 0);
  int64_t arguments[8] = {(int64_t)wanted->address,
                          (int64_t)wanted->bytes,
                          wanted->protection,
                          wanted->flags,
                          wanted->file,
                          wanted->offset};
  uint32_t count = 6 + (failed ? 0 : put_file(arguments + 6, wanted));
  const struct hs_told_call call = {HS_CALL_MMAP, frame, arguments, count, NULL};
  hs_call_ends(&call, (int64_t)result, failed);
  return result;
}

HS_EXPORT void *mmap(void *address, size_t bytes, int protection, int flags, int file, off_t offset) {
  void *result = HS_NEXT(mmap)(address, bytes, protection, flags, file, offset);
  const struct wanted wanted = {address, bytes, protection, flags, file, offset};
  return mapped(__builtin_frame_address(0), result, &wanted);
}

HS_EXPORT void *mmap64(void *address, size_t bytes, int protection, int flags, int file, off64_t offset) {
  void *result = HS_NEXT(mmap64)(address, bytes, protection, flags, file, offset);
  const struct wanted wanted = {address, bytes, protection, flags, file, offset};
  return mapped(__builtin_frame_address(0), result, &wanted);
}

HS_EXPORT int munmap(void *address, size_t bytes) {
  hs_look_at_shared();
  int result = HS_NEXT(munmap)(address, bytes);
  if (result == 0) hs_unmapped((uint64_t)address, bytes);
  hs_call_ends(HS_CALL(HS_CALL_MUNMAP, NULL, (int64_t)address, (int64_t)bytes), result, result != 0);
  return result;
}

HS_EXPORT void *mremap(void *address, size_t old_bytes, size_t bytes, int flags, ...) {
  va_list more;
  va_start(more, flags);
  void *fixed = flags & MREMAP_FIXED ? va_arg(more, void *) : NULL;
  va_end(more);
  hs_look_at_shared();
  void *result = HS_NEXT(mremap)(address, old_bytes, bytes, flags, fixed);
  if (result != MAP_FAILED) hs_remapped((uint64_t)address, old_bytes, (uint64_t)result, bytes);
  hs_call_ends(HS_CALL(HS_CALL_MREMAP, NULL, (int64_t)address, (int64_t)old_bytes, (int64_t)bytes, flags),
               (int64_t)result, result == MAP_FAILED);
  return result;
}

HS_EXPORT int shmget(key_t key, size_t bytes, int flags) {
  int result = HS_NEXT(shmget)(key, bytes, flags);
  hs_call_ends(HS_CALL(HS_CALL_SHMGET, NULL, key, (int64_t)bytes, flags), result, result < 0);
  return result;
}

HS_EXPORT void *shmat(int id, const void *address, int flags) {
  void *result = HS_NEXT(shmat)(id, address, flags);
  struct shmid_ds segment = {.shm_segsz = 0};
  if (result != MAP_FAILED && !hs_failed(hs_syscall(SYS_shmctl, id, IPC_STAT, (long)&segment, 0, 0, 0)))
    hs_mapped((uint64_t)result, segment.shm_segsz, true, (flags & SHM_RDONLY) == 0);
  hs_call_ends(HS_CALL(HS_CALL_SHMAT, NULL, id, (int64_t)address, flags, (int64_t)segment.shm_segsz), (int64_t)result,
               result == MAP_FAILED);
  return result;
}

HS_EXPORT int shmdt(const void *address) {
  hs_look_at_shared();
  int result = HS_NEXT(shmdt)(address);
  if (result == 0) hs_detached((uint64_t)address);
  hs_call_ends(HS_CALL(HS_CALL_SHMDT, NULL, (int64_t)address), result, result != 0);
  return result;
}

HS_EXPORT int shmctl(int id, int command, struct shmid_ds *segment) {
  int result = HS_NEXT(shmctl)(id, command, segment);
  hs_call_ends(HS_CALL(HS_CALL_SHMCTL, NULL, id, command), result, result < 0);
  return result;
}

HS_EXPORT int shm_open(const char *name, int flags, mode_t mode) {
  int result = HS_NEXT(shm_open)(name, flags, mode);
  hs_call_ends(HS_CALL(HS_CALL_SHM_OPEN, name, flags, mode), result, result < 0);
  return result;
}

HS_EXPORT int shm_unlink(const char *name) {
  int result = HS_NEXT(shm_unlink)(name);
  hs_call_ends(HS_CALL(HS_CALL_SHM_UNLINK, name), result, result != 0);
  return result;
}
