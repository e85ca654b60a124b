/* POSIX's and System V's semaphores, and locks that processes share. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

union semun {
  int val;
  struct semid_ds *buf;
  unsigned short *array;
};

struct shared {
  sem_t full, empty;
  pthread_mutex_t lock;
  pthread_cond_t changed;
  atomic_int atomic;
  int counter, turn;
};

static void show(const char *what, int result) { printf("%s: %d %s\n", what, result, result < 0 ? strerror(errno) : "fine"); }

int main(void) {
  alarm(60);
  setvbuf(stdout, NULL, _IONBF, 0);
  struct shared *s = mmap(NULL, sizeof *s, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(&s->full, 1, 0);
  sem_init(&s->empty, 1, 1);
  if (fork() == 0) {
    for (int i = 1; i <= 3; i++) {
      sem_wait(&s->empty);
      s->turn = i * i;
      sem_post(&s->full);
    }
    _exit(0);
  }
  for (int i = 0; i < 3; i++) {
    sem_wait(&s->full);
    printf("%d ", s->turn);
    sem_post(&s->empty);
  }
  puts("");
  wait(NULL);
  int value;
  sem_getvalue(&s->empty, &value);
  printf("value %d\n", value);
  show("sem_trywait", sem_trywait(&s->full));
  struct timespec until;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_nsec += 20000000;
  if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
  show("sem_timedwait", sem_timedwait(&s->full, &until));
  show("sem_destroy", sem_destroy(&s->full));

  sem_unlink("/heapscope-sem");
  sem_t *named = sem_open("/heapscope-sem", O_CREAT | O_EXCL, 0600, 0);
  printf("%d\n", named != SEM_FAILED);
  show("again", sem_open("/heapscope-sem", O_CREAT | O_EXCL, 0600, 0) == SEM_FAILED ? -1 : 0);
  if (fork() == 0) {
    sem_t *same = sem_open("/heapscope-sem", 0);
    sem_post(same);
    _exit(0);
  }
  show("sem_wait", sem_wait(named));
  wait(NULL);
  show("sem_close", sem_close(named));
  show("sem_unlink", sem_unlink("/heapscope-sem"));
  show("sem_unlink", sem_unlink("/heapscope-sem"));

  pthread_mutexattr_t lock_attributes;
  pthread_mutexattr_init(&lock_attributes);
  pthread_mutexattr_setpshared(&lock_attributes, PTHREAD_PROCESS_SHARED);
  pthread_mutex_init(&s->lock, &lock_attributes);
  pthread_condattr_t condition_attributes;
  pthread_condattr_init(&condition_attributes);
  pthread_condattr_setpshared(&condition_attributes, PTHREAD_PROCESS_SHARED);
  pthread_cond_init(&s->changed, &condition_attributes);
  s->turn = 0;
  for (int child = 0; child < 3; child++)
    if (fork() == 0) {
      for (int i = 0; i < 1000; i++) {
        pthread_mutex_lock(&s->lock);
        s->counter++;
        pthread_mutex_unlock(&s->lock);
        atomic_fetch_add(&s->atomic, 2);
      }
      pthread_mutex_lock(&s->lock);
      s->turn++;
      pthread_cond_signal(&s->changed);
      pthread_mutex_unlock(&s->lock);
      _exit(0);
    }
  pthread_mutex_lock(&s->lock);
  while (s->turn < 3) pthread_cond_wait(&s->changed, &s->lock);
  pthread_mutex_unlock(&s->lock);
  while (wait(NULL) > 0) continue;
  printf("counter %d, atomic %d\n", s->counter, s->atomic);

  int set = semget(IPC_PRIVATE, 2, IPC_CREAT | 0600);
  unsigned short values[2] = {1, 0}, now[2], odd[2] = {7, 8}, even[2] = {6, 12};
  show("SETALL", semctl(set, 0, SETALL, odd));
  show("GETVAL", semctl(set, 1, GETVAL));
  show("SETALL", semctl(set, 0, SETALL, even));
  show("GETVAL", semctl(set, 0, GETVAL));
  show("SETALL", semctl(set, 0, SETALL, (union semun){.array = values}));
  if (fork() == 0) {
    struct sembuf take_and_give[2] = {{0, -1, 0}, {1, 2, 0}};
    semop(set, take_and_give, 2);
    _exit(0);
  }
  struct sembuf take_two = {1, -2, 0};
  show("semop", semop(set, &take_two, 1));
  wait(NULL);
  semctl(set, 0, GETALL, (union semun){.array = now});
  printf("%d %d\n", now[0], now[1]);
  struct sembuf no_wait = {0, -1, IPC_NOWAIT};
  show("IPC_NOWAIT", semop(set, &no_wait, 1));
  struct sembuf zero = {0, 0, 0};
  show("zero", semop(set, &zero, 1));
  show("SETVAL", semctl(set, 1, SETVAL, (union semun){.val = 7}));
  show("GETVAL", semctl(set, 1, GETVAL));
  show("GETNCNT", semctl(set, 1, GETNCNT));
  show("out of range", semctl(set, 5, GETVAL));
  show("IPC_RMID", semctl(set, 0, IPC_RMID));
  show("removed", semop(set, &zero, 1));
  return 0;
}
