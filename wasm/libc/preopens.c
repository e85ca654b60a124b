/*
 * How libc finds a path: relative to a directory that was open from the start. wasi-libc's own way allocates its table when the
 * first path is used, which a program's own malloc that writes to files can't bear. Here only "/" is of interest.
 */
#include <errno.h>
#include <string.h>
#include <wasi/api.h>
#include <wasi/libc-find-relpath.h>
#include <wasi/libc.h>

#define FIRST 3
/* Where Heapscope's own host has it (src/run/wasi/descriptor-table.ts): not among the program's descriptors. */
#define ROOT 1024

/* The descriptor of "/", or -1; in other hosts' lists of several the last, as wasi-libc has it. */
static int root(void) {
  static int found, last = -1;
  __wasi_prestat_t own;
  if (!found && !__wasi_fd_prestat_get(ROOT, &own)) found = ROOT;
  for (__wasi_fd_t fd = FIRST; found < FIRST; fd++) {
    __wasi_prestat_t prestat;
    uint8_t name[8] = {0};
    if (__wasi_fd_prestat_get(fd, &prestat)) {
      if (last < 0) return -1;
      found = last;
    } else if (prestat.u.dir.pr_name_len < sizeof name &&
               !__wasi_fd_prestat_dir_name(fd, name, prestat.u.dir.pr_name_len) &&
               name[strspn((const char *)name, "/.")] == 0) {
      last = (int)fd;
    }
  }
  return found;
}

int __wasilibc_find_abspath(const char *path, const char **restrict prefix, const char **restrict relative) {
  while (*path == '/') path++;
  while (path[0] == '.' && path[1] == '/') path += 2;
  *prefix = "/";
  *relative = *path ? path : ".";
  int fd = root();
  if (fd < 0) errno = ENOENT;
  return fd;
}

int __wasilibc_find_relpath(const char *path, const char **restrict prefix, char **relative, size_t length) {
  if (__wasilibc_find_relpath_alloc) return __wasilibc_find_relpath_alloc(path, prefix, relative, &length, 0);
  return __wasilibc_find_abspath(path, prefix, (const char **)relative);
}

void __wasilibc_populate_preopens(void) {}
void __wasilibc_reset_preopens(void) {}
int __wasilibc_register_preopened_fd(int fd, const char *prefix) {
  (void)fd, (void)prefix;
  errno = ENOTSUP;
  return -1;
}
