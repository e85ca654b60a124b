#include "system.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <time.h>

void *hs_map(size_t bytes) {
  long at =
      hs_syscall(SYS_mmap, 0, (long)bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return hs_failed(at) ? NULL : (void *)at;
}

void hs_unmap(void *at, size_t bytes) { hs_syscall(SYS_munmap, (long)at, (long)bytes, 0, 0, 0, 0); }

uint64_t hs_nanoseconds(void) {
  struct timespec now = {0, 0};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

void hs_sleep(uint64_t nanoseconds) {
  struct timespec time = {(time_t)(nanoseconds / 1000000000u), (long)(nanoseconds % 1000000000u)};
  hs_syscall(SYS_nanosleep, (long)&time, 0, 0, 0, 0, 0);
}

uint32_t hs_pid(void) { return (uint32_t)hs_syscall(SYS_getpid, 0, 0, 0, 0, 0, 0); }

uint32_t hs_tid(void) { return (uint32_t)hs_syscall(SYS_gettid, 0, 0, 0, 0, 0, 0); }

bool hs_exists(uint32_t pid) { return hs_syscall(SYS_kill, (long)pid, 0, 0, 0, 0, 0) != -3 /* ESRCH */; }

int hs_open(const char *path, int flags, int mode) {
  return (int)hs_syscall(SYS_openat, AT_FDCWD, (long)path, flags | O_CLOEXEC, mode, 0, 0);
}

void hs_close(int file) { hs_syscall(SYS_close, file, 0, 0, 0, 0, 0); }

size_t hs_read(int file, void *to, size_t bytes) {
  size_t done = 0;
  while (done < bytes) {
    long count = hs_syscall(SYS_read, file, (long)((char *)to + done), (long)(bytes - done), 0, 0, 0);
    if (count == -4 /* EINTR */) continue;
    if (count <= 0) break;
    done += (size_t)count;
  }
  return done;
}

void hs_write_error(const char *text) { hs_syscall(SYS_write, 2, (long)text, (long)strlen(text), 0, 0, 0); }

size_t hs_read_file(const char *path, char *to, size_t bytes) {
  int file = hs_open(path, O_RDONLY, 0);
  to[0] = 0;
  if (file < 0) return 0;
  size_t done = hs_read(file, to, bytes - 1);
  hs_close(file);
  to[done] = 0;
  return done;
}

char *hs_add_text(char *at, const char *text) {
  size_t length = strlen(text);
  memcpy(at, text, length + 1);
  return at + length;
}

char *hs_add_number(char *at, uint64_t number) {
  char digits[20];
  int count = 0;
  do digits[count++] = (char)('0' + number % 10);
  while ((number /= 10) != 0);
  while (count > 0) *at++ = digits[--count];
  *at = 0;
  return at;
}

bool hs_peek(const void *from, void *to, size_t bytes) {
  struct iovec local = {to, bytes}, remote = {(void *)from, bytes};
  return hs_syscall(SYS_process_vm_readv, hs_pid(), (long)&local, 1, (long)&remote, 1, 0) == (long)bytes;
}

void hs_lock(struct hs_lock *lock) {
  for (int tries = 0; __atomic_exchange_n(&lock->taken, 1, __ATOMIC_ACQUIRE) != 0; tries++) {
    if (tries < 100)
      hs_syscall(SYS_sched_yield, 0, 0, 0, 0, 0, 0);
    else
      hs_sleep(100000);
  }
}

void hs_unlock(struct hs_lock *lock) { __atomic_store_n(&lock->taken, 0, __ATOMIC_RELEASE); }
