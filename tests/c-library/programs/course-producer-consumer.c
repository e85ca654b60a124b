/* A bounded buffer with each of the three kinds of semaphores, and with a condition variable. */
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define PLACES 4
#define ITEMS 20

struct buffer {
  int in, out, sum;
  int items[PLACES];
  sem_t empty, full, lock;
};

struct ways {
  void (*down)(void *, int), (*up)(void *, int);
  void *what;
};
enum { EMPTY, FULL, LOCK };

static void produce(struct buffer *b, struct ways w) {
  for (int i = 1; i <= ITEMS; i++) {
    w.down(w.what, EMPTY), w.down(w.what, LOCK);
    b->items[b->in] = i;
    b->in = (b->in + 1) % PLACES;
    w.up(w.what, LOCK), w.up(w.what, FULL);
  }
}
static void consume(struct buffer *b, struct ways w) {
  for (int i = 1; i <= ITEMS; i++) {
    w.down(w.what, FULL), w.down(w.what, LOCK);
    b->sum += b->items[b->out] * i;
    b->out = (b->out + 1) % PLACES;
    w.up(w.what, LOCK), w.up(w.what, EMPTY);
  }
}
static void run(const char *name, struct buffer *b, struct ways w) {
  fflush(stdout);
  if (fork() == 0) produce(b, w), exit(0);
  consume(b, w);
  wait(NULL);
  printf("%s: %d\n", name, b->sum);
}

static void down_unnamed(void *b, int which) { sem_wait(&((sem_t *)b)[which]); }
static void up_unnamed(void *b, int which) { sem_post(&((sem_t *)b)[which]); }
static void unnamed(void) {
  struct buffer *b = mmap(NULL, sizeof *b, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(&b->empty, 1, PLACES), sem_init(&b->full, 1, 0), sem_init(&b->lock, 1, 1);
  run("unnamed", b, (struct ways){down_unnamed, up_unnamed, &b->empty});
  sem_destroy(&b->empty), sem_destroy(&b->full), sem_destroy(&b->lock);
  munmap(b, sizeof *b);
}

static void down_named(void *all, int which) { sem_wait(((sem_t **)all)[which]); }
static void up_named(void *all, int which) { sem_post(((sem_t **)all)[which]); }
static void named(void) {
  const char *names[3] = {"/hs-empty", "/hs-full", "/hs-lock"};
  sem_t *all[3];
  for (int i = 0; i < 3; i++) sem_unlink(names[i]);
  for (int i = 0; i < 3; i++) all[i] = sem_open(names[i], O_CREAT | O_EXCL, 0600, i == EMPTY ? PLACES : i == LOCK);
  int fd = shm_open("/hs-buffer", O_CREAT | O_RDWR | O_TRUNC, 0600);
  ftruncate(fd, sizeof(struct buffer));
  struct buffer *b = mmap(NULL, sizeof *b, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close(fd);
  run("named", b, (struct ways){down_named, up_named, all});
  for (int i = 0; i < 3; i++) sem_close(all[i]), sem_unlink(names[i]);
  munmap(b, sizeof *b);
  shm_unlink("/hs-buffer");
}

static void change(void *set, int which, int by) {
  struct sembuf one = {which, by, 0};
  semop(*(int *)set, &one, 1);
}
static void down_v(void *set, int which) { change(set, which, -1); }
static void up_v(void *set, int which) { change(set, which, 1); }
static void system_v(void) {
  int set = semget(IPC_PRIVATE, 3, IPC_CREAT | 0600), segment = shmget(IPC_PRIVATE, sizeof(struct buffer), 0600);
  semctl(set, EMPTY, SETVAL, PLACES), semctl(set, FULL, SETVAL, 0), semctl(set, LOCK, SETVAL, 1);
  struct buffer *b = shmat(segment, NULL, 0);
  run("System V", b, (struct ways){down_v, up_v, &set});
  struct shmid_ds status;
  shmctl(segment, IPC_STAT, &status);
  printf("attached %d\n", (int)status.shm_nattch);
  shmdt(b);
  shmctl(segment, IPC_RMID, NULL), semctl(set, 0, IPC_RMID);
}

static struct {
  pthread_mutex_t lock;
  pthread_cond_t changed;
  int items[PLACES], count, in, out, sum;
} shared = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, {0}, 0, 0, 0, 0};

static void *producer(void *x) {
  for (int i = 1; i <= ITEMS; i++) {
    pthread_mutex_lock(&shared.lock);
    while (shared.count == PLACES) pthread_cond_wait(&shared.changed, &shared.lock);
    shared.items[shared.in] = i, shared.in = (shared.in + 1) % PLACES, shared.count++;
    pthread_cond_broadcast(&shared.changed);
    pthread_mutex_unlock(&shared.lock);
  }
  return x;
}
static void threads(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, producer, NULL);
  for (int i = 1; i <= ITEMS; i++) {
    pthread_mutex_lock(&shared.lock);
    while (shared.count == 0) pthread_cond_wait(&shared.changed, &shared.lock);
    shared.sum += shared.items[shared.out] * i, shared.out = (shared.out + 1) % PLACES, shared.count--;
    pthread_cond_broadcast(&shared.changed);
    pthread_mutex_unlock(&shared.lock);
  }
  pthread_join(thread, NULL);
  printf("condition: %d\n", shared.sum);
}

int main(void) {
  alarm(60);
  unnamed();
  named();
  system_v();
  threads();
}
