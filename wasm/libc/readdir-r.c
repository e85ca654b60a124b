/* Readdir into the caller's memory, as programs did before readdir itself was safe to use. */
#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

int readdir_r(DIR *restrict directory, struct dirent *restrict entry, struct dirent **restrict result) {
  int kept = errno;
  errno = 0;
  const struct dirent *next = readdir(directory);
  int error = errno;
  errno = kept;
  *result = NULL;
  if (!next) return error;
  memcpy(entry, next, offsetof(struct dirent, d_name) + strlen(next->d_name) + 1);
  *result = entry;
  return 0;
}
