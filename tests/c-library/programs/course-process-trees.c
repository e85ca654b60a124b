/* What courses do with fork: trees, a pipeline of three, a reaper, time-outs, ping-pong by signals, orphans, a shell's loop. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void tree(void) {
  int *count = mmap(NULL, sizeof *count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  fflush(stdout);
  pid_t root = getpid();
  for (int i = 0; i < 3; i++) fork();
  __atomic_fetch_add(count, 1, __ATOMIC_SEQ_CST);
  while (wait(NULL) > 0) {}
  if (getpid() != root) _exit(0);
  printf("%d processes\n", *count);
  munmap(count, sizeof *count);
}

static void pipeline(void) {
  int first[2], second[2], status;
  pipe(first), pipe(second);
  fflush(stdout);
  if (fork() == 0) {
    dup2(first[1], STDOUT_FILENO);
    close(first[0]), close(first[1]), close(second[0]), close(second[1]);
    for (int i = 0; i < 5; i++) printf("line %d\n", i);
    exit(0);
  }
  if (fork() == 0) {
    dup2(first[0], STDIN_FILENO), dup2(second[1], STDOUT_FILENO);
    close(first[0]), close(first[1]), close(second[0]), close(second[1]);
    char line[80];
    while (fgets(line, sizeof line, stdin))
      if (line[5] % 2 == 0) fputs(line, stdout);
    exit(0);
  }
  if (fork() == 0) {
    close(first[0]), close(first[1]), close(second[1]);
    FILE *in = fdopen(second[0], "r");
    char line[80];
    int lines = 0;
    while (fgets(line, sizeof line, in)) lines++, printf("> %s", line);
    fclose(in);
    fflush(stdout);
    _exit(lines);
  }
  close(first[0]), close(first[1]), close(second[0]), close(second[1]);
  int sum = 0;
  while (wait(&status) > 0) sum += WEXITSTATUS(status);
  printf("%d lines\n", sum);
}

static volatile sig_atomic_t reaped, rounds, timed_out;
static void reap(int number) {
  int saved = errno;
  while (waitpid(-1, NULL, WNOHANG) > 0) reaped++;
  errno = saved, (void)number;
}
static void reaper(void) {
  struct sigaction action = {.sa_flags = SA_RESTART | SA_NOCLDSTOP}, before;
  action.sa_handler = reap;
  sigaction(SIGCHLD, &action, &before);
  sigset_t mask, old;
  sigemptyset(&mask), sigaddset(&mask, SIGCHLD);
  sigprocmask(SIG_BLOCK, &mask, &old);
  fflush(stdout);
  for (int i = 0; i < 4; i++)
    if (fork() == 0) _exit(i);
  while (reaped < 4) sigsuspend(&old);
  sigprocmask(SIG_SETMASK, &old, NULL);
  sigaction(SIGCHLD, &before, NULL);
  printf("reaped %d, then %d", (int)reaped, (int)wait(NULL));
  printf(" %s\n", strerror(errno));
}

static void late(int number) { timed_out = number; }
static void time_out(void) {
  int ends[2];
  char byte;
  pipe(ends);
  struct sigaction action = {.sa_flags = 0};
  action.sa_handler = late;
  sigaction(SIGALRM, &action, NULL);
  alarm(1);
  ssize_t n = read(ends[0], &byte, 1);
  printf("%d %s, signal %d\n", (int)n, strerror(errno), (int)timed_out);
  alarm(10);
  printf("%u left\n", alarm(0));
  close(ends[0]), close(ends[1]);
}

static void count_round(int number) { rounds++, (void)number; }
static void ping_pong(void) {
  signal(SIGUSR1, count_round);
  sigset_t mask, old;
  sigemptyset(&mask), sigaddset(&mask, SIGUSR1);
  sigprocmask(SIG_BLOCK, &mask, &old);
  fflush(stdout);
  pid_t child = fork();
  pid_t other = child ? child : getppid();
  for (int i = 0; i < 5; i++) {
    if (child) kill(other, SIGUSR1);
    while (rounds <= i) sigsuspend(&old);
    if (!child) kill(other, SIGUSR1);
  }
  if (!child) _exit(rounds);
  int status;
  waitpid(child, &status, 0);
  sigprocmask(SIG_SETMASK, &old, NULL);
  printf("ping %d, pong %d\n", (int)rounds, WEXITSTATUS(status));
}

static void orphan(void) {
  int ends[2], status;
  pipe(ends);
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    pid_t parent = getpid();
    if (fork() == 0) {
      while (getppid() == parent) usleep(1000);
      char answer = getppid() != parent;
      write(ends[1], &answer, 1);
      _exit(0);
    }
    _exit(3);
  }
  close(ends[1]);
  waitpid(child, &status, 0);
  char adopted;
  printf("%zd", read(ends[0], &adopted, 1));
  printf(" %d, status %d\n", adopted, WEXITSTATUS(status));
  close(ends[0]);
}

static int built_in(const char *line) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    if (!strcmp(line, "true")) _exit(0);
    if (!strcmp(line, "false")) _exit(1);
    if (!strcmp(line, "crash")) raise(SIGKILL);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int main(void) {
  alarm(60);
  tree();
  pipeline();
  reaper();
  time_out();
  signal(SIGALRM, SIG_DFL);
  alarm(60);
  ping_pong();
  orphan();
  const char *lines[] = {"true", "false", "crash", "what"};
  for (int i = 0; i < 4; i++) printf("%s: %d\n", lines[i], built_in(lines[i]));
}
