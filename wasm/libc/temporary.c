/* Files with names of their own in /tmp. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define TRIES 100
#define PLACES 6

/* Puts other letters over the X's before the suffix; NULL if there are none. */
static char *places(char *pattern, int suffix) {
  size_t length = strlen(pattern);
  if (length >= PLACES + (size_t)suffix) {
    char *at = pattern + length - (size_t)suffix - PLACES;
    if (memcmp(at, "XXXXXX", PLACES) == 0) return at;
  }
  errno = EINVAL;
  return NULL;
}

static void fill(char *at) {
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  unsigned char random[PLACES];
  getentropy(random, sizeof random);
  for (int i = 0; i < PLACES; i++) at[i] = letters[random[i] % (sizeof letters - 1)];
}

int mkostemps(char *pattern, int suffix, int flags) {
  char *at = places(pattern, suffix);
  for (int i = 0; at && i < TRIES; i++) {
    fill(at);
    int descriptor = open(pattern, O_RDWR | O_CREAT | O_EXCL | (flags & O_APPEND), 0600);
    if (descriptor >= 0 || errno != EEXIST) return descriptor;
  }
  return -1;
}
int mkstemps(char *pattern, int suffix) { return mkostemps(pattern, suffix, 0); }
int mkostemp(char *pattern, int flags) { return mkostemps(pattern, 0, flags); }
int mkstemp(char *pattern) { return mkostemps(pattern, 0, 0); }

char *mkdtemp(char *pattern) {
  char *at = places(pattern, 0);
  for (int i = 0; at && i < TRIES; i++) {
    fill(at);
    if (mkdir(pattern, 0700) == 0) return pattern;
    if (errno != EEXIST) return NULL;
  }
  return NULL;
}

char *mktemp(char *pattern) {
  char *at = places(pattern, 0);
  for (int i = 0; at && i < TRIES; i++) {
    fill(at);
    if (access(pattern, F_OK) != 0) return pattern;
  }
  *pattern = 0;
  return pattern;
}

char *tmpnam(char *name) {
  static char own[L_tmpnam];
  if (!name) name = own;
  strcpy(name, P_tmpdir "/fileXXXXXX");
  return *mktemp(name) ? name : NULL;
}

char *tmpnam_r(char *name) { return name ? tmpnam(name) : NULL; }

char *tempnam(const char *directory, const char *prefix) {
  char *name;
  if (asprintf(&name, "%s/%.5sXXXXXX", directory ? directory : P_tmpdir, prefix ? prefix : "file") < 0) return NULL;
  if (*mktemp(name)) return name;
  free(name);
  return NULL;
}

FILE *tmpfile(void) {
  char name[] = P_tmpdir "/tmpfXXXXXX";
  int descriptor = mkstemp(name);
  if (descriptor < 0) return NULL;
  unlink(name);
  FILE *file = fdopen(descriptor, "w+");
  if (!file) close(descriptor);
  return file;
}
