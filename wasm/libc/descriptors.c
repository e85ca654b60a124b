/* Rarer functions of unistd.h and fcntl.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "heapscope/system.h"

#define MOST_DESCRIPTORS 1024

int close_range(unsigned first, unsigned last, int flags) {
  if (first > last || flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) return hs_fail(EINVAL);
  int kept = errno;
  for (unsigned one = first; one <= last && one < MOST_DESCRIPTORS; one++)
    if (!(flags & CLOSE_RANGE_CLOEXEC)) close((int)one);
  errno = kept;
  return 0;
}
void closefrom(int first) { close_range(first < 0 ? 0 : (unsigned)first, UINT_MAX, 0); }

char *get_current_dir_name(void) { return getcwd(NULL, 0); }
char *getwd(char *path) { return getcwd(path, PATH_MAX); }
char *canonicalize_file_name(const char *path) { return realpath(path, NULL); }

/* Who may is the same by either id. */
int eaccess(const char *path, int mode) { return access(path, mode); }
int euidaccess(const char *path, int mode) { return access(path, mode); }

int fallocate(int descriptor, int mode, off_t offset, off_t size) {
  int error = mode ? EOPNOTSUPP : posix_fallocate(descriptor, offset, size);
  return error ? hs_fail(error) : 0;
}
ssize_t readahead(int descriptor, off_t offset, size_t size) {
  (void)offset, (void)size;
  return fcntl(descriptor, F_GETFL) < 0 ? -1 : 0;
}

ssize_t getrandom(void *buffer, size_t size, unsigned flags) {
  (void)flags;
  for (size_t done = 0, part; done < size; done += part) {
    part = size - done > 256 ? 256 : size - done;
    if (getentropy((char *)buffer + done, part)) return -1;
  }
  return (ssize_t)size;
}

int getdomainname(char *name, size_t size) {
  static const char none[] = "(none)";
  strncpy(name, none, size);
  return size >= sizeof none ? 0 : hs_fail(EINVAL);
}
int setdomainname(const char *name, size_t size) { return (void)name, (void)size, hs_fail(EPERM); }
int sethostid(long id) { return (void)id, hs_fail(EPERM); }
int chroot(const char *path) { return (void)path, hs_fail(EPERM); }
int vhangup(void) { return hs_fail(EPERM); }
int ttyslot(void) { return 0; }
