/* A pipeline of three, each stage with the ends of its own pipes alone. */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static void gen(void) {
  for (int i = 1; i <= 20; i++)
    printf("%d line %c\n", i, 'a' + i % 5);
}
static void grep(void) {
  char b[80];
  while (fgets(b, sizeof b, stdin))
    if (strchr(b, 'c'))
      fputs(b, stdout);
}
static void count(void) {
  char b[80];
  int n = 0;
  while (fgets(b, sizeof b, stdin)) {
    n++;
    fputs(b, stdout);
  }
  printf("%d lines\n", n);
}
typedef void (*stage)(void);
int main(void) {
  alarm(60);
  stage s[] = {gen, grep, count};
  int in = 0;
  pid_t p[3];
  for (int i = 0; i < 3; i++) {
    int fd[2];
    if (i < 2 && pipe(fd) == -1)
      err(1, "pipe");
    if ((p[i] = fork()) == -1)
      err(1, "fork");
    if (p[i] == 0) {
      if (in != 0) {
        dup2(in, 0);
        close(in);
      }
      if (i < 2) {
        dup2(fd[1], 1);
        close(fd[0]);
        close(fd[1]);
      }
      s[i]();
      fflush(stdout);
      _exit(i);
    }
    if (in)
      close(in);
    if (i < 2) {
      close(fd[1]);
      in = fd[0];
    }
  }
  for (int i = 0; i < 3; i++) {
    int st;
    waitpid(p[i], &st, 0);
    printf("stage %d -> %d\n", i, WEXITSTATUS(st));
  }
}
