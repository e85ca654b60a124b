/* What poll, ppoll, select and pselect tell of pipes: data, room, an end that has gone; and when time or a signal ends them. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void note(int number) { (void)number; }

static void look(const char *what, int descriptor, short events) {
  struct pollfd one = {descriptor, events, 0};
  int ready = poll(&one, 1, 0);
  printf("%s: %d %#x\n", what, ready, (unsigned)one.revents);
}

static void selects(const char *what, int reads, int writes, long milliseconds) {
  fd_set from, to;
  FD_ZERO(&from);
  FD_ZERO(&to);
  if (reads >= 0) FD_SET(reads, &from);
  if (writes >= 0) FD_SET(writes, &to);
  struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
  int ready = select((reads > writes ? reads : writes) + 1, &from, &to, NULL, milliseconds < 0 ? NULL : &time);
  printf("%s: %d %d %d\n", what, ready, reads >= 0 && FD_ISSET(reads, &from), writes >= 0 && FD_ISSET(writes, &to));
}

int main(void) {
  alarm(60);
  int ends[2];
  char block[4096];
  memset(block, 'x', sizeof block);
  pipe(ends);
  look("empty", ends[0], POLLIN), look("room", ends[1], POLLOUT), look("no room to read", ends[0], POLLOUT);
  write(ends[1], "hello", 5);
  look("data", ends[0], POLLIN | POLLPRI), look("normal", ends[0], POLLRDNORM), look("nothing asked", ends[0], 0);
  selects("both", ends[0], ends[1], 0);
  look("closed", 77, POLLIN), look("negative", -1, POLLIN);
  dup2(ends[0], 100), close(100); /* Linux looks at no number beyond its table of descriptors, which may have 64 places */
  fd_set wrong;
  FD_ZERO(&wrong);
  FD_SET(77, &wrong);
  int failed = select(78, &wrong, NULL, NULL, NULL);
  printf("%d %d\n", failed, errno == EBADF);

  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  while (write(ends[1], block, sizeof block) > 0) continue;
  printf("full: %d\n", errno == EAGAIN);
  look("full", ends[1], POLLOUT);
  selects("full", -1, ends[1], 20);
  if (fork() == 0) {
    usleep(10000);
    for (int i = 0; i < 3; i++) read(ends[0], block, sizeof block);
    _exit(0);
  }
  selects("room again", -1, ends[1], -1);
  wait(NULL);
  close(ends[1]);
  look("data and hang-up", ends[0], POLLIN);
  while (read(ends[0], block, sizeof block) > 0) continue;
  look("hang-up", ends[0], POLLIN), look("hang-up, nothing asked", ends[0], 0);
  selects("hang-up", ends[0], -1, -1);
  close(ends[0]);

  signal(SIGPIPE, SIG_IGN);
  pipe(ends);
  close(ends[0]);
  look("nobody reads", ends[1], POLLOUT);
  selects("nobody reads", -1, ends[1], -1);
  close(ends[1]);

  pipe(ends);
  struct timespec before, after, time = {0, 30000000};
  clock_gettime(CLOCK_MONOTONIC, &before);
  struct pollfd two[] = {{ends[0], POLLIN, 0}, {-1, POLLIN, 0}};
  printf("%d %d\n", poll(two, 2, 30), ppoll(two, 2, &time, NULL));
  clock_gettime(CLOCK_MONOTONIC, &after);
  long passed = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
  printf("passed: %d\n", passed >= 59 && passed < 1000);

  struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART};
  sigaction(SIGUSR1, &action, NULL);
  sigset_t blocked, none;
  sigemptyset(&none), sigemptyset(&blocked), sigaddset(&blocked, SIGUSR1);
  sigprocmask(SIG_BLOCK, &blocked, NULL);
  if (fork() == 0) kill(getppid(), SIGUSR1), _exit(0);
  wait(NULL);
  int polled = ppoll(two, 1, NULL, &none);
  printf("ppoll %d %d\n", polled, errno == EINTR);
  raise(SIGUSR1);
  fd_set reads;
  FD_ZERO(&reads);
  FD_SET(ends[0], &reads);
  int selected = pselect(ends[0] + 1, &reads, NULL, NULL, NULL, &none);
  printf("pselect %d %d\n", selected, errno == EINTR);
  struct timespec late = {0, -1};
  selected = pselect(0, NULL, NULL, NULL, &late, NULL);
  printf("%d %d\n", selected, errno == EINVAL);
  return 0;
}
