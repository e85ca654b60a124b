/* alarm and setitimer: in pauses, in loops, in calls that wait. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t rings;
static void ring(int number) {
  (void)number;
  rings++;
}

static void set(long value, long interval) {
  struct itimerval timer = {{interval / 1000, interval % 1000 * 1000}, {value / 1000, value % 1000 * 1000}};
  setitimer(ITIMER_REAL, &timer, NULL);
}

int main(void) {
  signal(SIGALRM, ring);
  printf("%u\n", alarm(10));
  printf("%u\n", alarm(1));
  pause();
  printf("rings %d, left %u\n", rings, alarm(0));

  set(50, 0);
  while (rings < 2) continue;
  printf("rings %d\n", rings);

  set(50, 50);
  while (rings < 6) pause();
  struct itimerval timer;
  getitimer(ITIMER_REAL, &timer);
  printf("rings %d every %ld us, %d\n", rings, (long)timer.it_interval.tv_usec, timer.it_value.tv_usec > 0);
  set(0, 0);
  getitimer(ITIMER_REAL, &timer);
  printf("%ld %ld\n", (long)timer.it_value.tv_sec, (long)timer.it_value.tv_usec);

  set(100, 0);
  unsigned left = sleep(3);
  printf("sleep left %u, rings %d\n", left, rings);

  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = ring;
  sigaction(SIGALRM, &action, NULL);
  int ends[2];
  char c;
  pipe(ends);
  set(100, 0);
  printf("read %d", (int)read(ends[0], &c, 1));
  printf(" %s\n", strerror(errno));

  struct itimerval bad = {{0, 0}, {0, 1000000}};
  printf("%d", setitimer(ITIMER_REAL, &bad, NULL));
  printf(" %s\n", strerror(errno));
  ualarm(20000, 0);
  pause();
  printf("rings %d\n", rings);
  fflush(stdout);
  signal(SIGALRM, SIG_DFL);
  alarm(1);
  for (;;) pause();
}
