/* What is hard for a recorder, by the first argument. Ends with 0, and with all of its blocks freed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 16, ROUNDS = 3000, SLOTS = 64, LEVELS = 100000 };

static void *volatile slots[SLOTS];
static pthread_key_t key;

/* Blocks change hands: who takes one out frees it. */
static void *churn(void *argument) {
  unsigned random = (unsigned)(size_t)argument * 7919 + 1;
  for (int i = 0; i < ROUNDS; i++) {
    random = random * 1103515245 + 12345;
    void *mine = malloc(16 + random % 300);
    memset(mine, i, 16);
    free(__atomic_exchange_n(&slots[random / 65536 % SLOTS], mine, __ATOMIC_ACQ_REL));
  }
  return NULL;
}

static void free_slots(void) {
  for (int i = 0; i < SLOTS; i++) free(__atomic_exchange_n(&slots[i], NULL, __ATOMIC_ACQ_REL));
}

static int threads(void *(*function)(void *)) {
  pthread_t ids[THREADS];
  for (size_t i = 0; i < THREADS; i++)
    if (pthread_create(&ids[i], NULL, function, (void *)i) != 0) return 1;
  for (int i = 0; i < THREADS; i++) pthread_join(ids[i], NULL);
  free_slots();
  return 0;
}

/* Each thread forks while the others allocate. */
static void *churn_and_fork(void *argument) {
  for (int i = 0; i < 3; i++) {
    pid_t child = fork();
    if (child == 0) {
      free(malloc(1234));
      _exit(0);
    }
    int status;
    for (int j = 0; j < 100; j++) free(malloc(50));
    if (waitpid(child, &status, 0) != child || status != 0) abort();
  }
  return argument;
}

static void interrupted(int number) {
  static void *volatile last;
  (void)number;
  free(last);
  last = malloc(77);
}

/* Needs an allocator that a signal may interrupt. */
static int signals(void) {
  struct itimerval often = {{0, 200}, {0, 200}}, never = {{0, 0}, {0, 0}};
  signal(SIGALRM, interrupted);
  setitimer(ITIMER_REAL, &often, NULL);
  for (int i = 0; i < 300000; i++) free(malloc(20));
  setitimer(ITIMER_REAL, &never, NULL);
  return 0;
}

static int loads(const char *library) {
  for (int i = 0; i < 300; i++) {
    void *handle = dlopen(library, RTLD_NOW);
    if (!handle) return 1;
    void *(*make)(int);
    *(void **)&make = dlsym(handle, "make");
    free(make(i + 1));
    dlclose(handle);
  }
  return 0;
}

static void free_last(void *block) { free(block); }

static void *keep(void *argument) {
  pthread_setspecific(key, malloc(88));
  return argument;
}

static int deep(int levels) {
  char *volatile block = malloc(24);
  int result = levels > 0 ? deep(levels - 1) : 0;
  free(block);
  return result;
}

static void *dig(void *argument) { return deep(LEVELS) ? argument : NULL; }

static int deeply(void) {
  pthread_attr_t attributes;
  pthread_t id;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, 256ul << 20);
  int error = pthread_create(&id, &attributes, dig, NULL);
  pthread_attr_destroy(&attributes);
  return error ? error : pthread_join(id, NULL);
}

int main(int count, char **arguments) {
  const char *kind = count > 1 ? arguments[1] : "";
  if (strcmp(kind, "threads") == 0) return threads(churn);
  if (strcmp(kind, "forks") == 0) return threads(churn_and_fork);
  if (strcmp(kind, "signals") == 0) return signals();
  if (strcmp(kind, "loads") == 0) return loads(arguments[2]);
  if (strcmp(kind, "destructors") == 0) return pthread_key_create(&key, free_last) || threads(keep);
  if (strcmp(kind, "deep") == 0) return deeply();
  return 2;
}
