/* pthread_once, keys with destructors, C11 atomics and fences between threads and between processes. */
#define _GNU_SOURCE
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static int prepared;
static atomic_int destroyed, sum;
static sem_t seats;

static void destroy(void *value) { atomic_fetch_add(&destroyed, *(int *)value), free(value); }
static void prepare(void) {
  prepared++;
  pthread_key_create(&key, destroy);
}

static void *work(void *argument) {
  pthread_once(&once, prepare);
  if (pthread_getspecific(key) != NULL) puts("a key of another thread");
  int *mine = malloc(sizeof *mine);
  *mine = (int)(intptr_t)argument;
  pthread_setspecific(key, mine);
  sem_wait(&seats);
  sched_yield();
  for (int i = 0; i < 100; i++) atomic_fetch_add_explicit(&sum, 1, memory_order_relaxed);
  sem_post(&seats);
  int *still = pthread_getspecific(key);
  return (void *)(intptr_t)(still == mine ? *still : -1);
}

int main(void) {
  alarm(60);
  setvbuf(stdout, NULL, _IONBF, 0);
  pthread_t threads[4];
  sem_init(&seats, 0, 2);
  for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, work, (void *)(intptr_t)(i + 1));
  for (int i = 0; i < 4; i++) {
    void *result;
    pthread_join(threads[i], &result);
    printf("%d\n", (int)(intptr_t)result);
  }
  int seat;
  sem_getvalue(&seats, &seat);
  printf("prepared %d, destroyed %d, sum %d, seats %d\n", prepared, atomic_load(&destroyed), atomic_load(&sum), seat);
  printf("%d\n", pthread_key_delete(key));
  sem_destroy(&seats);

  struct shared {
    atomic_int counter;
    atomic_flag lock;
    _Atomic uint64_t wide;
    int plain;
  } *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  atomic_init(&shared->counter, 0);
  for (int child = 0; child < 3; child++)
    if (fork() == 0) {
      for (int i = 0; i < 50; i++) {
        atomic_fetch_add(&shared->counter, 1);
        while (atomic_flag_test_and_set(&shared->lock)) sched_yield();
        shared->plain++;
        atomic_flag_clear(&shared->lock);
        atomic_fetch_add(&shared->wide, UINT64_C(1) << 32);
      }
      _exit(0);
    }
  while (wait(NULL) > 0) continue;
  atomic_thread_fence(memory_order_seq_cst);
  printf("%d %d %llu\n", atomic_load(&shared->counter), shared->plain, (unsigned long long)atomic_load(&shared->wide));
  int expected = 150;
  printf("%d", atomic_compare_exchange_strong(&shared->counter, &expected, 7));
  printf(" %d", atomic_compare_exchange_strong(&shared->counter, &expected, 8));
  printf(" %d %d", expected, atomic_exchange(&shared->counter, 9));
  printf(" %d\n", atomic_load(&shared->counter));
  munmap(shared, sizeof *shared);
  return 0;
}
