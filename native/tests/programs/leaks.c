/* Blocks that are lost in one way each, by the first argument, and some that aren't. */
#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct node {
  struct node *next, *other;
};

static void *global;
static __thread void *local;
static pthread_key_t key;
static sem_t ready;

static struct node *node(struct node *next) {
  struct node *made = malloc(sizeof *made);
  made->next = next;
  made->other = NULL;
  return made;
}

static void chain(void) {
  node(node(node(NULL)));
  malloc(5);
}

static void cycle(void) {
  struct node *first = node(NULL), *second = node(first);
  first->next = node(second);
  second->other = node(NULL);
}

static void interior(void) {
  char *block = malloc(100);
  global = block + 20;
  *(void **)block = malloc(30);
}

/* Around what the recorder's table has room for, and beyond it. */
static void large(void) {
  static const size_t sizes[] = {8190, 8191, 8192, 131071, 131072, 5000000};
  for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) malloc(sizes[i]);
  global = (char *)malloc(300000) + 299999;
}

static void reached(void) {
  global = node(node(NULL));
  local = malloc(70);
  pthread_key_create(&key, NULL);
  pthread_setspecific(key, malloc(80));
  void **mapped = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  mapped[10] = malloc(90);
}

static void shared(void) {
  struct node *below = node(NULL);
  global = node(below);
  node(below)->other = node(NULL);
}

static void *wait_forever(void *argument) {
  void *volatile kept = malloc(111);
  local = malloc(112);
  pthread_setspecific(key, malloc(113));
  malloc(114);
  sem_post(&ready);
  pause();
  return kept ? argument : NULL;
}

static void thread(void) {
  pthread_t id;
  pthread_key_create(&key, NULL);
  sem_init(&ready, 0, 0);
  pthread_create(&id, NULL, wait_forever, NULL);
  sem_wait(&ready);
  usleep(10000);
}

/* What registers and dead frames still hold of the above. */
__attribute__((noinline)) static int wipe(void) {
  char room[8192];
  memset(room, 0, sizeof room);
  return room[getpid() % 8192];
}

int main(int count, char **arguments) {
  const char *kind = count > 1 ? arguments[1] : "";
  if (strcmp(kind, "chain") == 0) chain();
  if (strcmp(kind, "cycle") == 0) cycle();
  if (strcmp(kind, "interior") == 0) interior();
  if (strcmp(kind, "large") == 0) large();
  if (strcmp(kind, "reached") == 0) reached();
  if (strcmp(kind, "shared") == 0) shared();
  if (strcmp(kind, "thread") == 0) thread();
  return wipe();
}
