/* Readers and writers: by two semaphores and a count, and by a read-write lock; a matrix product by threads; a thread pool. */
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static sem_t room, turn;
static int readers, value, torn;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int pair[2];

static void *reads(void *x) {
  for (int i = 0; i < 10; i++) {
    sem_wait(&turn);
    if (++readers == 1) sem_wait(&room);
    sem_post(&turn);
    int seen = value;
    usleep(10);
    torn += seen != value;
    sem_wait(&turn);
    if (--readers == 0) sem_post(&room);
    sem_post(&turn);
    pthread_rwlock_rdlock(&lock);
    torn += pair[0] != pair[1];
    pthread_rwlock_unlock(&lock);
  }
  return x;
}
static void *writes(void *x) {
  for (int i = 0; i < 10; i++) {
    sem_wait(&room);
    value++;
    sem_post(&room);
    pthread_rwlock_wrlock(&lock);
    pair[0]++;
    usleep(5);
    pair[1]++;
    pthread_rwlock_unlock(&lock);
  }
  return x;
}

#define SIZE 8
static int a[SIZE][SIZE], b[SIZE][SIZE], c[SIZE][SIZE];
static void *row(void *argument) {
  int i = (int)(long)argument;
  for (int j = 0; j < SIZE; j++)
    for (int k = 0; k < SIZE; k++) c[i][j] += a[i][k] * b[k][j];
  return (void *)(long)c[i][i];
}
static void product(void) {
  pthread_t threads[SIZE];
  for (int i = 0; i < SIZE; i++)
    for (int j = 0; j < SIZE; j++) a[i][j] = i + j, b[i][j] = i - j;
  for (long i = 0; i < SIZE; i++) pthread_create(&threads[i], NULL, row, (void *)i);
  long trace = 0;
  for (int i = 0; i < SIZE; i++) {
    void *result;
    pthread_join(threads[i], &result);
    trace += (long)result;
  }
  printf("trace %ld, corner %d\n", trace, c[SIZE - 1][0]);
}

struct task {
  void (*run)(int);
  int argument;
  struct task *next;
};
static struct {
  struct task *first, **last;
  int closed;
  pthread_mutex_t lock;
  pthread_cond_t work;
} pool = {NULL, &pool.first, 0, PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER};
static int done[20];
static void square(int n) { done[n] = n * n; }
static void *worker(void *x) {
  for (;;) {
    pthread_mutex_lock(&pool.lock);
    while (!pool.first && !pool.closed) pthread_cond_wait(&pool.work, &pool.lock);
    struct task *task = pool.first;
    if (!task) break;
    pool.first = task->next;
    if (!pool.first) pool.last = &pool.first;
    pthread_mutex_unlock(&pool.lock);
    task->run(task->argument);
    free(task);
  }
  pthread_mutex_unlock(&pool.lock);
  return x;
}
static void use_pool(void) {
  pthread_t workers[3];
  for (int i = 0; i < 3; i++) pthread_create(&workers[i], NULL, worker, NULL);
  for (int i = 0; i < 20; i++) {
    struct task *task = malloc(sizeof *task);
    *task = (struct task){square, i, NULL};
    pthread_mutex_lock(&pool.lock);
    *pool.last = task, pool.last = &task->next;
    pthread_cond_signal(&pool.work);
    pthread_mutex_unlock(&pool.lock);
  }
  pthread_mutex_lock(&pool.lock);
  pool.closed = 1;
  pthread_cond_broadcast(&pool.work);
  pthread_mutex_unlock(&pool.lock);
  for (int i = 0; i < 3; i++) pthread_join(workers[i], NULL);
  int sum = 0;
  for (int i = 0; i < 20; i++) sum += done[i];
  printf("pool %d\n", sum);
}

int main(void) {
  alarm(60);
  pthread_t threads[5];
  sem_init(&room, 0, 1), sem_init(&turn, 0, 1);
  for (int i = 0; i < 5; i++) pthread_create(&threads[i], NULL, i < 3 ? reads : writes, NULL);
  for (int i = 0; i < 5; i++) pthread_join(threads[i], NULL);
  printf("value %d, pair %d %d, torn %d, readers %d\n", value, pair[0], pair[1], torn, readers);
  product();
  use_pool();
}
