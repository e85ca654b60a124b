/* Five philosophers: threads with mutexes in order, and processes with System V semaphores. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

#define N 5
#define MEALS 3

static pthread_mutex_t forks[N];
static int meals[N];

static void *dine(void *argument) {
  int me = *(int *)argument;
  int first = me < (me + 1) % N ? me : (me + 1) % N, second = first == me ? (me + 1) % N : me;
  for (int i = 0; i < MEALS; i++) {
    pthread_mutex_lock(&forks[first]);
    usleep(100);
    pthread_mutex_lock(&forks[second]);
    meals[me]++;
    usleep(200);
    pthread_mutex_unlock(&forks[second]);
    pthread_mutex_unlock(&forks[first]);
  }
  return NULL;
}

static void as_threads(void) {
  pthread_t threads[N];
  int names[N];
  for (int i = 0; i < N; i++) pthread_mutex_init(&forks[i], NULL);
  for (int i = 0; i < N; i++) names[i] = i, pthread_create(&threads[i], NULL, dine, &names[i]);
  for (int i = 0; i < N; i++) pthread_join(threads[i], NULL);
  for (int i = 0; i < N; i++) printf("%d ", meals[i]), pthread_mutex_destroy(&forks[i]);
  puts("by threads");
}

static void change(int set, int me, int by) {
  struct sembuf both[2] = {{me, by, SEM_UNDO}, {(me + 1) % N, by, SEM_UNDO}};
  if (semop(set, both, 2)) perror("semop");
}

static void as_processes(void) {
  int *eaten = mmap(NULL, N * sizeof *eaten, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  int set = semget(IPC_PRIVATE, N, IPC_CREAT | 0600);
  for (int i = 0; i < N; i++) semctl(set, i, SETVAL, 1);
  fflush(stdout);
  for (int i = 0; i < N; i++) {
    if (fork()) continue;
    for (int j = 0; j < MEALS; j++) {
      change(set, i, -1);
      eaten[i]++;
      usleep(100);
      change(set, i, 1);
    }
    exit(0);
  }
  while (wait(NULL) > 0) {}
  for (int i = 0; i < N; i++) printf("%d ", eaten[i]);
  puts("by processes");
  semctl(set, 0, IPC_RMID);
  munmap(eaten, N * sizeof *eaten);
}

int main(void) {
  alarm(60);
  as_threads();
  as_processes();
}
