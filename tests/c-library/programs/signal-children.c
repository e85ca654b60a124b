/* What a parent is told of its children, and what it asks. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t told, reaped, last_status, last_code;
static void reap(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  told++;
  last_code = info->si_code;
  last_status = info->si_status;
  int status;
  while (waitpid(-1, &status, WNOHANG) > 0) reaped++;
}

static void handle(void (*handler)(int, siginfo_t *, void *), int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO | flags;
  sigaction(SIGCHLD, &action, NULL);
}

static pid_t child_that_exits(int code) {
  pid_t child = fork();
  if (child == 0) {
    usleep(50000);
    _exit(code);
  }
  return child;
}

int main(void) {
  alarm(60);
  setvbuf(stdout, NULL, _IONBF, 0);
  handle(reap, 0);
  child_that_exits(3);
  printf("sleep left: %d\n", sleep(5) > 0);
  printf("told %d reaped %d: exited %d, %d\n", told, reaped, last_code == CLD_EXITED, last_status);

  pid_t child = fork();
  if (child == 0)
    for (;;) pause();
  kill(child, SIGTERM);
  while (reaped < 2) usleep(10000);
  printf("killed %d by %d\n", last_code == CLD_KILLED, last_status);

  handle(reap, SA_RESTART);
  child_that_exits(0);
  int result = waitpid(-1, NULL, 0);
  printf("wait: %s\n", result > 0 ? "a child" : strerror(errno));
  printf("told %d\n", told);

  signal(SIGCHLD, SIG_IGN);
  child_that_exits(1);
  child_that_exits(2);
  result = wait(NULL);
  printf("nothing left behind: %d %s\n", result, strerror(errno));
  signal(SIGCHLD, SIG_DFL);

  child = fork();
  if (child == 0) {
    raise(SIGSTOP);
    usleep(200000); /* The parent asks meanwhile whether it has gone on. */
    _exit(5);
  }
  int status;
  printf("%d", waitpid(child, &status, WUNTRACED) == child);
  printf(" stopped %d by %d\n", WIFSTOPPED(status), WSTOPSIG(status));
  printf("%d\n", waitpid(child, &status, WNOHANG));
  kill(child, SIGCONT);
  printf("%d", waitpid(child, &status, WCONTINUED) == child);
  printf(" continued %d\n", WIFCONTINUED(status));
  waitpid(child, &status, 0);
  printf("exit %d\n", WEXITSTATUS(status));

  child = child_that_exits(9);
  usleep(200000);
  printf("%d", kill(child, 0));
  waitpid(child, &status, 0);
  printf(" %d", kill(child, 0));
  printf(" %s\n", strerror(errno));
  return 0;
}
