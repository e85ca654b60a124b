/* Blocked signals: what waits, in which order it comes, and taking it without a handler. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char order[64];
static int at;
static void note(int number) { order[at++] = number == SIGUSR1 ? '1' : number == SIGUSR2 ? '2' : number == SIGINT ? 'i' : '?'; }
static void queued(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  order[at++] = (char)('a' + info->si_value.sival_int);
}
static void restart_order(void) {
  memset(order, 0, sizeof order);
  at = 0;
}

static sigset_t set_of(int a, int b) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, a);
  if (b) sigaddset(&set, b);
  return set;
}

static void child_sends(int a, int b, int c) {
  pid_t parent = getpid();
  if (fork() == 0) {
    int numbers[] = {a, b, c};
    for (int i = 0; i < 3; i++)
      if (numbers[i]) kill(parent, numbers[i]);
    _exit(0);
  }
  while (wait(NULL) < 0 && errno == EINTR) continue;
}

int main(void) {
  alarm(60);
  setvbuf(stdout, NULL, _IONBF, 0);
  sigset_t both = set_of(SIGUSR1, SIGUSR2), none, old, pending;
  sigemptyset(&none);
  signal(SIGUSR1, note);
  signal(SIGUSR2, note);
  signal(SIGINT, note);
  sigprocmask(SIG_BLOCK, &both, &old);
  child_sends(SIGUSR2, SIGUSR1, SIGUSR1);
  printf("seen \"%s\"\n", order);
  sigpending(&pending);
  printf("pending %d %d %d\n", sigismember(&pending, SIGUSR1), sigismember(&pending, SIGUSR2),
         sigismember(&pending, SIGINT));
  sigprocmask(SIG_SETMASK, &old, NULL);
  printf("seen \"%s\"\n", order);

  restart_order();
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = note;
  sigaddset(&action.sa_mask, SIGUSR2);
  sigaction(SIGUSR1, &action, NULL);
  sigprocmask(SIG_BLOCK, &both, NULL);
  child_sends(SIGUSR2, SIGUSR1, 0);
  sigprocmask(SIG_UNBLOCK, &both, NULL);
  printf("seen \"%s\"\n", order);

  restart_order();
  sigprocmask(SIG_BLOCK, &both, NULL);
  pid_t parent = getpid();
  if (fork() == 0) {
    usleep(100000);
    kill(parent, SIGUSR1);
    _exit(0);
  }
  int result = sigsuspend(&none);
  printf("sigsuspend %d %s \"%s\"\n", result, strerror(errno), order);
  sigset_t now;
  sigprocmask(SIG_BLOCK, NULL, &now);
  printf("blocked again %d\n", sigismember(&now, SIGUSR1));
  wait(NULL);

  raise(SIGUSR2);
  result = sigsuspend(&none);
  printf("sigsuspend %d \"%s\"\n", result, order);

  int number = 0;
  child_sends(SIGUSR2, 0, 0);
  printf("sigwait %d", sigwait(&both, &number));
  printf(" %d\n", number);
  if (fork() == 0) {
    usleep(100000);
    kill(parent, SIGUSR1);
    _exit(0);
  }
  siginfo_t info;
  printf("sigwaitinfo %d", sigwaitinfo(&both, &info));
  printf(" %d %d\n", info.si_signo, info.si_code == SI_USER);
  wait(NULL);
  struct timespec moment = {0, 50000000};
  result = sigtimedwait(&both, &info, &moment);
  printf("sigtimedwait %d %s\n", result, strerror(errno));

  restart_order();
  memset(&action, 0, sizeof action);
  action.sa_sigaction = queued;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGRTMIN + 1, &action, NULL);
  sigset_t real = set_of(SIGRTMIN + 1, 0);
  sigprocmask(SIG_BLOCK, &real, NULL);
  pid_t child = fork();
  if (child == 0) {
    while (sigsuspend(&none) && at < 3) continue;
    printf("queued \"%s\"\n", order);
    exit(0);
  }
  for (int i = 0; i < 3; i++) sigqueue(child, SIGRTMIN + 1, (union sigval){.sival_int = i});
  waitpid(child, NULL, 0);
  return 0;
}
