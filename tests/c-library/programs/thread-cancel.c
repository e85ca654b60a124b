/* pthread_cancel at cancellation points and anywhere, with clean-up; states and types; pthread_atfork. */
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
static sem_t none;
static volatile int ready;
static volatile unsigned long spins;

static void say(void *text) { printf("clean-up: %s\n", (char *)text); }
static void unlock(void *mutex) {
  printf("unlocked: %d\n", pthread_mutex_unlock(mutex));
}

static void *sleeps(void *x) {
  pthread_cleanup_push(say, "outer");
  pthread_cleanup_push(say, "inner");
  ready = 1;
  for (;;) sleep(1);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return x;
}
static void *waits(void *x) {
  pthread_mutex_lock(&lock);
  pthread_cleanup_push(unlock, &lock);
  ready = 1;
  for (;;) pthread_cond_wait(&never, &lock);
  pthread_cleanup_pop(1);
  return x;
}
static void *takes(void *x) {
  ready = 1;
  sem_wait(&none);
  return x;
}
static void *spins_on(void *x) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  ready = 1;
  for (;;) spins++;
  return x;
}
static void *tests(void *x) {
  ready = 1;
  for (;;) pthread_testcancel(), usleep(100);
  return x;
}
static void *refuses(void *x) {
  int old;
  printf("%d", pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old));
  printf(" %d\n", old == PTHREAD_CANCEL_ENABLE);
  ready = 1;
  usleep(50000);
  puts("still here");
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &old);
  pthread_testcancel();
  puts("not reached");
  return x;
}
static void *itself(void *x) {
  pthread_cleanup_push(say, "of itself");
  pthread_cancel(pthread_self());
  puts("goes on to the next point");
  pthread_testcancel();
  pthread_cleanup_pop(0);
  return x;
}
static void *reads(void *x) { return x; }

static void cancel(void *(*run)(void *)) {
  pthread_t thread;
  void *result = NULL;
  ready = 0;
  pthread_create(&thread, NULL, run, NULL);
  while (!ready && run != itself) usleep(1000);
  if (run != itself) pthread_cancel(thread);
  printf("%d", pthread_join(thread, &result));
  printf(" %s\n", result == PTHREAD_CANCELED ? "cancelled" : "ended");
}

static void before(void) { puts("before fork"); }
static void before_too(void) { puts("before all that"), fflush(stdout); }
static int told[2];
static void in_parent(void) {
  char byte;
  read(told[0], &byte, 1);
  puts("in the parent");
}
static void in_child(void) {
  puts("in the child");
  fflush(stdout);
  write(told[1], "", 1);
}

int main(void) {
  alarm(60);
  sem_init(&none, 0, 0);
  cancel(sleeps);
  cancel(waits);
  printf("free: %d\n", pthread_mutex_trylock(&lock));
  cancel(takes);
  cancel(spins_on);
  cancel(tests);
  cancel(refuses);
  cancel(itself);
  pthread_t thread;
  pthread_create(&thread, NULL, reads, NULL);
  usleep(1000);
  printf("%d", pthread_cancel(thread));
  void *result = &thread;
  pthread_join(thread, &result);
  printf(" %d\n", result == NULL);
  fflush(stdout);
  pipe(told);
  pthread_atfork(before_too, in_parent, in_child);
  pthread_atfork(before, NULL, NULL);
  pid_t child = fork();
  if (child == 0) fflush(stdout), _exit(0);
  waitpid(child, NULL, 0);
  fflush(stdout);
}
