/* expect: clean */
#include <stdio.h>
#include <threads.h>
#include <stdatomic.h>
#include <stdlib.h>
static mtx_t lock;
static cnd_t ready;
static int queue[16], head, tail;
static _Atomic int done;
static thread_local int mine;
static once_flag once = ONCE_FLAG_INIT;
static void init(void) { puts("once"); }
static int producer(void *p) {
  call_once(&once, init);
  for (int i = 0; i < 10; i++) {
    mtx_lock(&lock);
    queue[tail++] = i;
    mine++;
    cnd_signal(&ready);
    mtx_unlock(&lock);
  }
  return mine;
}
static int consumer(void *p) {
  int sum = 0;
  call_once(&once, init);
  for (int i = 0; i < 10; i++) {
    mtx_lock(&lock);
    while (head == tail) cnd_wait(&ready, &lock);
    sum += queue[head++];
    mtx_unlock(&lock);
  }
  atomic_fetch_add(&done, sum);
  return sum;
}
int main(void) {
  thrd_t a, b;
  int ra, rb;
  mtx_init(&lock, mtx_plain);
  cnd_init(&ready);
  thrd_create(&a, producer, NULL);
  thrd_create(&b, consumer, NULL);
  thrd_join(a, &ra);
  thrd_join(b, &rb);
  printf("%d %d %d %d\n", ra, rb, done, mine);
  mtx_destroy(&lock);
  cnd_destroy(&ready);
  return 0;
}
