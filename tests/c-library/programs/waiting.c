/* fork, vfork, wait and its kin, exits of all kinds, what a child has of its parent. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int global = 1;
static void at_exit(void) { printf("atexit %d\n", global), fflush(stdout); }

static void report(const char *how, int status) {
  if (WIFEXITED(status))
    printf("%s: exit %d\n", how, WEXITSTATUS(status));
  else if (WIFSIGNALED(status))
    printf("%s: signal %d\n", how, WTERMSIG(status));
  fflush(stdout);
}

int main(void) {
  alarm(60);
  int status = 0, local = 10;
  pid_t first = getpid();
  pid_t child = fork();
  if (child == 0) {
    global++, local++;
    printf("child %d %d, parent is %d\n", global, local, getppid() == first);
    fflush(stdout);
    _exit(local);
  }
  printf("%d\n", wait(&status) == child);
  report("wait", status);
  printf("parent %d %d\n", global, local);
  fflush(stdout);

  atexit(at_exit);
  if ((child = fork()) == 0) {
    global = 5;
    exit(4);
  }
  waitpid(child, &status, 0);
  report("waitpid", status);

  pid_t children[3];
  for (int i = 0; i < 3; i++)
    if ((children[i] = fork()) == 0) {
      usleep((useconds_t)(3 - i) * 1000);
      _exit(20 + i);
    }
  int codes[3] = {0};
  for (int i = 0; i < 3; i++) {
    pid_t ended = wait(&status);
    for (int k = 0; k < 3; k++)
      if (children[k] == ended) codes[k] = WEXITSTATUS(status);
  }
  printf("ended with %d %d %d\n", codes[0], codes[1], codes[2]);
  int result = wait(&status);
  printf("%d %s\n", result, strerror(errno));
  result = waitpid(first, &status, 0);
  printf("%d %s\n", result, strerror(errno));
  fflush(stdout);

  if ((child = fork()) == 0) {
    usleep(50000);
    abort();
  }
  int polls = 0;
  while ((result = waitpid(child, &status, WNOHANG)) == 0) polls++, usleep(1000);
  printf("polled %d, %d\n", polls > 1, result == child);
  report("WNOHANG", status);

  struct rusage usage;
  if ((child = fork()) == 0) _exit(1);
  printf("%d\n", wait4(child, &status, 0, &usage) == child);
  report("wait4", status);
  if ((child = fork()) == 0) _exit(2);
  printf("%d\n", wait3(&status, 0, NULL) == child);
  report("wait3", status);

  if ((child = vfork()) == 0) _exit(7);
  waitpid(child, &status, 0);
  report("vfork", status);

  /* Output that stands in the buffer is written by both. */
  setvbuf(stdout, NULL, _IOFBF, 4096);
  printf("twice ");
  if (fork() == 0) {
    fflush(stdout);
    _exit(0);
  }
  wait(NULL);
  fflush(stdout);
  puts("");

  /* An orphan has another parent. */
  int ends[2];
  char c = 0;
  pipe(ends);
  if (fork() == 0) {
    pid_t parent = getpid();
    if (fork() == 0) {
      while (getppid() == parent) usleep(1000);
      write(ends[1], "o", 1);
      _exit(0);
    }
    _exit(0);
  }
  wait(NULL);
  read(ends[0], &c, 1);
  printf("orphan: %c\n", c);
  return 0;
}
