/* Processes of one kind each, by the first argument. */
#define _GNU_SOURCE
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int finish(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int fork_twice(void) {
  void *before = malloc(10);
  pid_t child = fork();
  if (child == 0) {
    free(before);
    pid_t grandchild = fork();
    if (grandchild == 0) {
      free(malloc(31));
      exit(5);
    }
    free(malloc(21));
    _exit(finish(grandchild) + 1);
  }
  int status = finish(child);
  free(before);
  return status;
}

/* Not through libc: only a page that the kernel empties tells. */
static int raw_fork(void) {
  free(malloc(11));
  pid_t child = (pid_t)syscall(SYS_fork);
  if (child == 0) {
    free(malloc(22));
    _exit(3);
  }
  return finish(child);
}

static int execute(const char *self, const char *kind) {
  char *arguments[] = {(char *)self, (char *)kind, NULL};
  char *empty[] = {NULL};
  free(malloc(41));
  execve(self, arguments, empty);
  return 99;
}

static int vfork_and_execute(const char *self) {
  pid_t child = vfork();
  if (child == 0) {
    execl(self, self, "leaf", (char *)NULL);
    _exit(98);
  }
  free(malloc(51));
  return finish(child);
}

static int spawn(const char *self) {
  char *arguments[] = {(char *)self, "leaf", NULL};
  pid_t child;
  if (posix_spawn(&child, self, NULL, NULL, arguments, environ) != 0) return 97;
  return finish(child);
}

static int leaf(void) {
  free(malloc(61));
  return 6;
}

static int die(const char *kind) {
  free(malloc(71));
  if (strcmp(kind, "killed") == 0) kill(getpid(), SIGKILL);
  if (strcmp(kind, "aborted") == 0) abort();
  *(volatile int *)8 = 1;
  return 0;
}

int main(int count, char **arguments) {
  const char *kind = count > 1 ? arguments[1] : "";
  if (strcmp(kind, "fork") == 0) return fork_twice();
  if (strcmp(kind, "raw") == 0) return raw_fork();
  if (strcmp(kind, "exec") == 0) return execute(arguments[0], "leaf");
  if (strcmp(kind, "vfork") == 0) return vfork_and_execute(arguments[0]);
  if (strcmp(kind, "spawn") == 0) return spawn(arguments[0]);
  if (strcmp(kind, "system") == 0) return WEXITSTATUS(system("exit 4"));
  if (strcmp(kind, "leaf") == 0) return leaf();
  return die(kind);
}
