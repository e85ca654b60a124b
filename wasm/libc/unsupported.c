/* There are no other programs here to start: calling these says so, and fails. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "heapscope/host.h"

static int unsupported(const char *name) {
  hs_unsupported(name);
  errno = ENOSYS;
  return -1;
}

int system(const char *command) {
  if (!command) return 0; /* the question whether there is a shell */
  return unsupported("system");
}
FILE *popen(const char *command, const char *mode) {
  (void)command, (void)mode;
  unsupported("popen");
  return NULL;
}
int pclose(FILE *file) {
  (void)file;
  return unsupported("pclose");
}

int execve(const char *path, char *const arguments[], char *const environment[]) {
  (void)path, (void)arguments, (void)environment;
  return unsupported("execve");
}
int execv(const char *path, char *const arguments[]) {
  (void)path, (void)arguments;
  return unsupported("execv");
}
int execvp(const char *path, char *const arguments[]) {
  (void)path, (void)arguments;
  return unsupported("execvp");
}
int execvpe(const char *path, char *const arguments[], char *const environment[]) {
  (void)path, (void)arguments, (void)environment;
  return unsupported("execvpe");
}
int execl(const char *path, const char *argument, ...) {
  (void)path, (void)argument;
  return unsupported("execl");
}
int execlp(const char *path, const char *argument, ...) {
  (void)path, (void)argument;
  return unsupported("execlp");
}
int execle(const char *path, const char *argument, ...) {
  (void)path, (void)argument;
  return unsupported("execle");
}
int fexecve(int descriptor, char *const arguments[], char *const environment[]) {
  (void)descriptor, (void)arguments, (void)environment;
  return unsupported("fexecve");
}
