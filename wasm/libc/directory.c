/*
 * Streams of directories, each in one block of the heap as glibc's are: one that is not closed is one leak. The system gives entries by the
 * buffer, each a header and its name; the last may be cut off, and is asked for again.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <wasi/api.h>

#define BUFFER 4096

struct _DIR {
  int descriptor;
  int is_last; /* the buffer holds the directory's end */
  size_t used, at;
  __wasi_dircookie_t next; /* of the entry at `at` */
  struct dirent entry;
  unsigned char buffer[BUFFER];
};

DIR *fdopendir(int descriptor) {
  struct stat found;
  if (fstat(descriptor, &found)) return NULL;
  if (!S_ISDIR(found.st_mode)) {
    errno = ENOTDIR;
    return NULL;
  }
  DIR *directory = malloc(sizeof *directory);
  if (!directory) return NULL;
  directory->descriptor = descriptor;
  rewinddir(directory);
  return directory;
}
int closedir(DIR *directory) {
  int descriptor = directory->descriptor;
  free(directory);
  return close(descriptor);
}
int dirfd(DIR *directory) { return directory->descriptor; }

long telldir(DIR *directory) { return (long)directory->next; }
void seekdir(DIR *directory, long place) {
  directory->next = (__wasi_dircookie_t)place;
  directory->used = directory->at = 0;
  directory->is_last = 0;
}
void rewinddir(DIR *directory) { seekdir(directory, 0); }

static int fill(DIR *directory) {
  __wasi_size_t used = 0;
  __wasi_errno_t error =
      __wasi_fd_readdir((__wasi_fd_t)directory->descriptor, directory->buffer, BUFFER, directory->next, &used);
  if (error) {
    errno = error;
    return -1;
  }
  directory->used = used;
  directory->at = 0;
  directory->is_last = used < BUFFER;
  return 0;
}

/* Whether the entry at `at` is there as a whole. */
static int is_whole(const DIR *directory, __wasi_dirent_t *header) {
  size_t left = directory->used - directory->at;
  if (left < sizeof *header) return 0;
  memcpy(header, directory->buffer + directory->at, sizeof *header);
  return left - sizeof *header >= header->d_namlen;
}

struct dirent *readdir(DIR *directory) {
  __wasi_dirent_t header;
  while (!is_whole(directory, &header)) {
    if (directory->is_last || fill(directory)) return NULL;
  }
  struct dirent *entry = &directory->entry;
  size_t length = header.d_namlen < sizeof entry->d_name ? header.d_namlen : sizeof entry->d_name - 1;
  memcpy(entry->d_name, directory->buffer + directory->at + sizeof header, length);
  entry->d_name[length] = 0;
  entry->d_ino = header.d_ino;
  entry->d_type = header.d_type;
  directory->at += sizeof header + header.d_namlen;
  directory->next = header.d_next;
  /* Some systems leave the number to a question of its own. */
  struct stat found;
  if (entry->d_ino == 0 && strcmp(entry->d_name, "..") != 0 &&
      fstatat(directory->descriptor, entry->d_name, &found, AT_SYMLINK_NOFOLLOW) == 0)
    entry->d_ino = found.st_ino;
  return entry;
}
