/* Threads that take work from a queue, and end when there is none. */
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
typedef struct task {
  void (*fn)(void*);
  void* arg;
  struct task* next;
} task_t;
typedef struct {
  pthread_mutex_t lock;
  pthread_cond_t more, idle;
  task_t *head, *tail;
  int active;
  bool stop;
  int n;
  pthread_t* threads;
} pool_t;
static void* worker(void* p) {
  pool_t* pool = p;
  pthread_mutex_lock(&pool->lock);
  for (;;) {
    while (!pool->head && !pool->stop) pthread_cond_wait(&pool->more, &pool->lock);
    if (!pool->head) break;
    task_t* t = pool->head;
    if (!(pool->head = t->next)) pool->tail = NULL;
    pool->active++;
    pthread_mutex_unlock(&pool->lock);
    t->fn(t->arg);
    free(t);
    pthread_mutex_lock(&pool->lock);
    if (--pool->active == 0 && !pool->head) pthread_cond_broadcast(&pool->idle);
  }
  pthread_mutex_unlock(&pool->lock);
  return NULL;
}
static pool_t* pool_new(int n) {
  pool_t* p = calloc(1, sizeof *p);
  pthread_mutex_init(&p->lock, NULL);
  pthread_cond_init(&p->more, NULL);
  pthread_cond_init(&p->idle, NULL);
  p->n = n;
  p->threads = malloc(n * sizeof *p->threads);
  for (int i = 0; i < n; i++) pthread_create(&p->threads[i], NULL, worker, p);
  return p;
}
static void pool_add(pool_t* p, void (*fn)(void*), void* arg) {
  task_t* t = malloc(sizeof *t);
  *t = (task_t){fn, arg, NULL};
  pthread_mutex_lock(&p->lock);
  if (p->tail)
    p->tail->next = t;
  else
    p->head = t;
  p->tail = t;
  pthread_cond_signal(&p->more);
  pthread_mutex_unlock(&p->lock);
}
static void pool_wait(pool_t* p) {
  pthread_mutex_lock(&p->lock);
  while (p->head || p->active) pthread_cond_wait(&p->idle, &p->lock);
  pthread_mutex_unlock(&p->lock);
}
static void pool_free(pool_t* p) {
  pthread_mutex_lock(&p->lock);
  p->stop = true;
  pthread_cond_broadcast(&p->more);
  pthread_mutex_unlock(&p->lock);
  for (int i = 0; i < p->n; i++) pthread_join(p->threads[i], NULL);
  pthread_mutex_destroy(&p->lock);
  pthread_cond_destroy(&p->more);
  pthread_cond_destroy(&p->idle);
  free(p->threads);
  free(p);
}
static void square(void* a) {
  int* x = a;
  *x *= *x;
}
int main(void) {
  alarm(60);
  pool_t* p = pool_new(3);
  int v[20];
  for (int i = 0; i < 20; i++) {
    v[i] = i;
    pool_add(p, square, &v[i]);
  }
  pool_wait(p);
  long s = 0;
  for (int i = 0; i < 20; i++) s += v[i];
  printf("%ld\n", s);
  for (int i = 0; i < 20; i++) pool_add(p, square, &v[i]);
  pool_free(p);
  s = 0;
  for (int i = 0; i < 20; i++) s += v[i];
  printf("%ld\n", s);
  return 0;
}
