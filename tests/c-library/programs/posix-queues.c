/* mq_*: priorities, limits, time, notification, across processes. */
#include <errno.h>
#include <mqueue.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define NAME "/heapscope-queue"

static volatile sig_atomic_t told;
static void on_message(int number, siginfo_t *info, void *context) {
  (void)number, (void)context;
  told = info->si_value.sival_int + (info->si_code == SI_MESGQ ? 1000 : 0);
}

static void take(mqd_t queue) {
  char text[64];
  unsigned priority;
  ssize_t n = mq_receive(queue, text, sizeof text, &priority);
  if (n < 0)
    printf("receive: %s\n", strerror(errno));
  else
    printf("%u: %.*s\n", priority, (int)n, text);
}

int main(void) {
  alarm(60);
  mq_unlink(NAME);
  printf("%d", mq_open(NAME, O_RDWR));
  printf(" %s\n", strerror(errno));
  struct mq_attr wanted = {.mq_maxmsg = 4, .mq_msgsize = 64}, found;
  mqd_t queue = mq_open(NAME, O_CREAT | O_RDWR, 0600, &wanted);
  printf("%d", mq_open(NAME, O_CREAT | O_EXCL | O_RDWR, 0600, &wanted));
  printf(" %s\n", strerror(errno));
  mq_send(queue, "low", 3, 1);
  mq_send(queue, "high", 4, 9);
  mq_send(queue, "high too", 8, 9);
  mq_send(queue, "middle", 6, 5);
  mq_getattr(queue, &found);
  printf("%ld %ld %ld %ld\n", found.mq_flags, found.mq_maxmsg, found.mq_msgsize, found.mq_curmsgs);
  struct timespec soon;
  clock_gettime(CLOCK_REALTIME, &soon);
  soon.tv_nsec += 20000000;
  if (soon.tv_nsec >= 1000000000) soon.tv_sec++, soon.tv_nsec -= 1000000000;
  printf("%d", mq_timedsend(queue, "late", 4, 0, &soon));
  printf(" %s\n", strerror(errno));
  for (int i = 0; i < 4; i++) take(queue);

  struct mq_attr flags = {.mq_flags = O_NONBLOCK};
  mq_setattr(queue, &flags, &found);
  printf("%ld\n", found.mq_flags);
  take(queue);
  flags.mq_flags = 0;
  mq_setattr(queue, &flags, NULL);
  char small[10];
  printf("%d", (int)mq_receive(queue, small, sizeof small, NULL));
  printf(" %s\n", strerror(errno));
  char large[65] = "";
  printf("%d", mq_send(queue, large, sizeof large, 0));
  printf(" %s\n", strerror(errno));

  struct sigaction action = {.sa_flags = SA_SIGINFO};
  action.sa_sigaction = on_message;
  sigaction(SIGUSR1, &action, NULL);
  struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR1, .sigev_value.sival_int = 42};
  printf("%d", mq_notify(queue, &event));
  printf(" %d\n", mq_notify(queue, &event) == -1 && errno == EBUSY);
  mq_send(queue, "news", 4, 0);
  printf("told %d\n", (int)told);
  take(queue);

  fflush(stdout);
  if (fork() == 0) {
    mqd_t own = mq_open(NAME, O_WRONLY);
    printf("%d", (int)mq_receive(own, small, sizeof small, NULL));
    printf(" %s\n", strerror(errno));
    fflush(stdout);
    for (int i = 0; i < 6; i++) mq_send(own, "abcdef" + i, 1, 0);
    mq_close(own);
    exit(0);
  }
  for (int i = 0; i < 6; i++) take(queue);
  wait(NULL);
  printf("%d", mq_unlink(NAME));
  printf(" %d", mq_unlink(NAME));
  printf(" %s\n", strerror(errno));
  printf("%d", mq_close(queue));
  printf(" %d", mq_close(queue));
  printf(" %s\n", strerror(errno));
}
