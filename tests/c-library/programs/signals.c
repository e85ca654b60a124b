#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t seen[65];

static void count(int number) { seen[number]++; }
static void once(int number, siginfo_t *info, void *context) {
  (void)context;
  printf("once %d %d\n", number, info->si_signo);
}

int main(void) {
  if (signal(SIGINT, count) == SIG_DFL) puts("was default");
  raise(SIGINT);
  raise(SIGINT);
  printf("SIGINT %d\n", seen[SIGINT]);

  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = once;
  action.sa_flags = SA_SIGINFO | SA_RESETHAND;
  sigemptyset(&action.sa_mask);
  sigaction(SIGUSR1, &action, NULL);
  raise(SIGUSR1);
  struct sigaction now;
  sigaction(SIGUSR1, NULL, &now);
  printf("reset: %d\n", now.sa_handler == SIG_DFL);

  sigset_t block, old, pending;
  sigemptyset(&block);
  sigaddset(&block, SIGTERM);
  sigaddset(&block, SIGUSR2);
  signal(SIGTERM, count);
  signal(SIGUSR2, count);
  sigprocmask(SIG_BLOCK, &block, &old);
  printf("%d %d\n", sigismember(&old, SIGTERM), sigismember(&block, SIGTERM));
  raise(SIGTERM);
  raise(SIGTERM);
  sigpending(&pending);
  printf("pending %d %d, seen %d\n", sigismember(&pending, SIGTERM), sigismember(&pending, SIGUSR2), seen[SIGTERM]);
  sigprocmask(SIG_SETMASK, &old, NULL);
  printf("seen %d\n", seen[SIGTERM]);
  signal(SIGHUP, SIG_IGN);
  raise(SIGHUP);
  raise(SIGCHLD);
  if (signal(SIGKILL, count) == SIG_ERR) printf("SIGKILL: %s\n", strerror(errno));
  if (raise(99) != 0) puts("no such signal");
  for (int i = 1; i < 32; i++) printf("%d %s\n", i, strsignal(i));
  fflush(stdout);
  signal(SIGTERM, SIG_DFL);
  raise(SIGTERM);
  puts("not reached");
  return 0;
}
