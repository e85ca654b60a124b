/* Signals and threads: masks of their own, a thread that takes them all, signals to one thread. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t seen;
static pthread_t seen_by;
static void note(int number) {
  (void)number;
  seen++;
  seen_by = pthread_self();
}

static void *take(void *set) {
  for (;;) {
    int number;
    sigwait(set, &number);
    printf("taken %s\n", strsignal(number));
    if (number == SIGTERM) return NULL;
  }
}
static void *sleeps(void *unused) {
  (void)unused;
  unsigned left = sleep(5);
  printf("woken %d\n", left > 0);
  return NULL;
}
static void *blocked(void *unused) {
  (void)unused;
  sigset_t mask;
  pthread_sigmask(SIG_BLOCK, NULL, &mask);
  printf("inherited %d\n", sigismember(&mask, SIGUSR1));
  sigaddset(&mask, SIGHUP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  return NULL;
}

int main(void) {
  alarm(60);
  pthread_t thread;
  sigset_t set, mask;
  setvbuf(stdout, NULL, _IONBF, 0);
  signal(SIGUSR2, note);
  pthread_create(&thread, NULL, sleeps, NULL);
  usleep(50000);
  pthread_kill(thread, SIGUSR2);
  pthread_join(thread, NULL);
  printf("seen %d by the thread %d\n", seen, pthread_equal(seen_by, thread));

  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  pthread_create(&thread, NULL, blocked, NULL);
  pthread_join(thread, NULL);
  pthread_sigmask(SIG_BLOCK, NULL, &mask);
  printf("own %d\n", sigismember(&mask, SIGHUP));
  pthread_create(&thread, NULL, take, &set);
  usleep(50000);
  kill(getpid(), SIGUSR1);
  usleep(50000);
  pthread_kill(thread, SIGTERM);
  pthread_join(thread, NULL);
  printf("%d\n", pthread_kill(pthread_self(), 0));
  return 0;
}
