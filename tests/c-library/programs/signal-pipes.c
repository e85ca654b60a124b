/* SIGPIPE, and handlers that wait themselves. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t pipes;
static void count(int number) {
  (void)number;
  pipes++;
}
static int to_parent;
static void answer(int number) {
  (void)number;
  usleep(50000);
  write(to_parent, "handled ", 8);
  usleep(50000);
}
static void forks(int number) {
  (void)number;
  if (fork() == 0) {
    write(to_parent, "grandchild ", 11);
    return;
  }
  wait(NULL);
  write(to_parent, "child ", 6);
}

static void show(int from) {
  char text[64];
  ssize_t n;
  while ((n = read(from, text, sizeof text)) > 0) printf("%.*s|", (int)n, text);
  puts("");
}

int main(void) {
  alarm(60);
  int ends[2], status;
  setvbuf(stdout, NULL, _IONBF, 0);
  pipe(ends);
  if (fork() == 0) {
    close(ends[0]);
    usleep(50000);
    for (;;) write(ends[1], "data", 4);
  }
  close(ends[0]);
  close(ends[1]);
  wait(&status);
  printf("signal %d\n", WTERMSIG(status));

  pipe(ends);
  close(ends[0]);
  signal(SIGPIPE, SIG_IGN);
  int result = (int)write(ends[1], "x", 1);
  printf("%d %s\n", result, strerror(errno));
  signal(SIGPIPE, count);
  result = (int)write(ends[1], "x", 1);
  printf("%d %s, told %d\n", result, strerror(errno), pipes);
  close(ends[1]);

  for (int i = 0; i < 2; i++) {
    pipe(ends);
    pid_t child = fork();
    if (child == 0) {
      to_parent = ends[1];
      close(ends[0]);
      signal(SIGUSR1, i == 0 ? answer : forks);
      pause();
      write(to_parent, "went on ", 8);
      exit(0);
    }
    close(ends[1]);
    usleep(100000);
    kill(child, SIGUSR1);
    usleep(300000);
    show(ends[0]);
    close(ends[0]);
    waitpid(child, NULL, 0);
  }
  return 0;
}
