/* POSIX shared memory: files of /dev/shm. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int path_of(const char *name, char path[NAME_MAX + 16]) {
  while (*name == '/') name++;
  if (*name && !strchr(name, '/') && strlen(name) <= NAME_MAX)
    return snprintf(path, NAME_MAX + 16, "/dev/shm/%s", name);
  errno = strlen(name) > NAME_MAX ? ENAMETOOLONG : EINVAL;
  return -1;
}

int shm_open(const char *name, int flags, mode_t mode) {
  char path[NAME_MAX + 16];
  return path_of(name, path) < 0 ? -1 : open(path, flags, mode);
}
int shm_unlink(const char *name) {
  char path[NAME_MAX + 16];
  return path_of(name, path) < 0 ? -1 : unlink(path);
}
