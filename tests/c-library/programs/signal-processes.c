/* Signals between processes: handlers, pause, interrupted and restarted calls, what a child inherits. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t seen[65];
static volatile pid_t sender;
static void count(int number) { seen[number]++; }
static void note(int number, siginfo_t *info, void *context) {
  (void)context;
  seen[number]++;
  sender = info->si_pid;
}

static void handle(int number, int flags) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = count;
  action.sa_flags = flags;
  sigaction(number, &action, NULL);
}

/* The child tells when it has its handler; then it needs a little time to begin to wait. */
static int is_ready[2];
static void ready(void) { write(is_ready[1], "r", 1); }
static void wait_a_moment(void) { usleep(300000); }
static void wait_until_ready(void) {
  char c;
  read(is_ready[0], &c, 1);
  wait_a_moment();
}

static int end_of(pid_t child) {
  int status;
  if (waitpid(child, &status, 0) != child) return -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

static void pausing(void) {
  pid_t child = fork();
  if (child == 0) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &action, NULL);
    ready();
    int result = pause();
    printf("pause %d %s, from the parent: %d\n", result, strerror(errno), sender == getppid());
    exit(seen[SIGUSR1]);
  }
  wait_until_ready();
  kill(child, SIGUSR1);
  printf("exit %d\n", end_of(child));
}

static void sleeping(void) {
  pid_t child = fork();
  if (child == 0) {
    handle(SIGUSR1, SA_RESTART);
    struct timespec wanted = {5, 0}, rest = {0, 0};
    ready();
    int result = nanosleep(&wanted, &rest);
    printf("nanosleep %d %s, %d left\n", result, strerror(errno), (int)rest.tv_sec);
    exit(0);
  }
  wait_until_ready();
  kill(child, SIGUSR1);
  end_of(child);
}

static void reading(int flags) {
  int ends[2];
  pipe(ends);
  pid_t child = fork();
  if (child == 0) {
    char c = '-';
    close(ends[1]);
    handle(SIGUSR1, flags);
    ready();
    int n = (int)read(ends[0], &c, 1);
    printf("read %d %s '%c' after %d\n", n, n < 0 ? strerror(errno) : "fine", c, seen[SIGUSR1]);
    exit(0);
  }
  close(ends[0]);
  wait_until_ready();
  kill(child, SIGUSR1);
  wait_a_moment();
  signal(SIGPIPE, SIG_IGN);
  write(ends[1], "x", 1);
  close(ends[1]);
  signal(SIGPIPE, SIG_DFL);
  end_of(child);
}

static void in_a_loop(void) {
  pid_t child = fork();
  if (child == 0) {
    handle(SIGUSR2, 0);
    ready();
    while (!seen[SIGUSR2]) continue;
    puts("out of the loop");
    exit(0);
  }
  wait_until_ready();
  kill(child, SIGUSR2);
  end_of(child);
}

static void inherited(void) {
  handle(SIGUSR1, 0);
  signal(SIGUSR2, SIG_IGN);
  sigset_t set, pending;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigprocmask(SIG_BLOCK, &set, NULL);
  raise(SIGTERM);
  pid_t child = fork();
  if (child == 0) {
    sigpending(&pending);
    printf("pending in the child: %d\n", sigismember(&pending, SIGTERM));
    seen[SIGUSR1] = 0;
    kill(getpid(), SIGUSR1);
    kill(getpid(), SIGUSR2);
    kill(getpid(), SIGTERM);
    exit(seen[SIGUSR1]);
  }
  printf("exit %d\n", end_of(child));
  sigpending(&pending);
  printf("pending in the parent: %d\n", sigismember(&pending, SIGTERM));
}

static void ended(int number) {
  pid_t child = fork();
  if (child == 0) {
    ready();
    for (;;) pause();
  }
  wait_until_ready();
  kill(child, number);
  printf("ended by %d\n", end_of(child) - 100);
}

int main(void) {
  alarm(60);
  setvbuf(stdout, NULL, _IONBF, 0);
  pipe(is_ready);
  pausing();
  sleeping();
  reading(0);
  reading(SA_RESTART);
  in_a_loop();
  inherited();
  signal(SIGUSR1, SIG_DFL);
  ended(SIGUSR1);
  ended(SIGKILL);
  ended(SIGINT);
  errno = 0;
  printf("%d", kill(99999, 0));
  printf(" %s\n", strerror(errno));
  printf("%d\n", kill(getpid(), 0));
  return 0;
}
