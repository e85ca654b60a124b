/* SEM_UNDO, semtimedop, IPC_STAT, GETALL, SETALL, GETNCNT, GETZCNT, and waiting for zero. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/wait.h>
#include <unistd.h>

union semun {
  int val;
  struct semid_ds *buf;
  unsigned short *array;
};

int semtimedop(int, struct sembuf *, size_t, const struct timespec *);

static int change(int set, int index, int by, int flags) {
  struct sembuf operation = {index, by, flags};
  return semop(set, &operation, 1);
}

int main(void) {
  alarm(60);
  int set = semget(IPC_PRIVATE, 3, IPC_CREAT | 0640);
  unsigned short values[3] = {1, 5, 2};
  union semun argument = {.array = values};
  semctl(set, 0, SETALL, argument);
  struct semid_ds status;
  argument.buf = &status;
  printf("%d", semctl(set, 0, IPC_STAT, argument));
  printf(" %d %o\n", (int)status.sem_nsems, status.sem_perm.mode & 0777);

  fflush(stdout);
  if (fork() == 0) {
    change(set, 0, -1, SEM_UNDO);
    change(set, 1, -2, 0);
    change(set, 1, -3, SEM_UNDO);
    printf("inside: %d %d\n", semctl(set, 0, GETVAL), semctl(set, 1, GETVAL));
    fflush(stdout);
    abort();
  }
  wait(NULL);
  argument.array = values;
  semctl(set, 0, GETALL, argument);
  printf("after: %d %d %d\n", values[0], values[1], values[2]);

  struct timespec time = {0, 20000000};
  struct sembuf much = {2, -3, 0};
  printf("%d", semtimedop(set, &much, 1, &time));
  printf(" %s\n", strerror(errno));
  printf("%d", change(set, 2, -3, IPC_NOWAIT));
  printf(" %s\n", strerror(errno));
  printf("%d", change(set, 7, -3, IPC_NOWAIT));
  printf(" %s\n", strerror(errno));

  fflush(stdout);
  if (fork() == 0) exit(change(set, 2, 0, 0) == 0 ? 4 : 5);
  if (fork() == 0) exit(change(set, 2, -9, 0) == 0 ? 6 : 8);
  while (semctl(set, 2, GETNCNT) + semctl(set, 2, GETZCNT) < 2) usleep(1000);
  printf("waiting: %d for more, %d for zero\n", semctl(set, 2, GETNCNT), semctl(set, 2, GETZCNT));
  struct sembuf both[2] = {{0, -1, 0}, {2, -2, 0}};
  printf("%d\n", semop(set, both, 2));
  change(set, 2, 9, 0);
  int sum = 0, ended;
  for (int i = 0; i < 2; i++) wait(&ended), sum += WEXITSTATUS(ended);
  printf("sum %d, value %d, last by me %d\n", sum, semctl(set, 2, GETVAL), semctl(set, 0, GETPID) == getpid());
  fflush(stdout);
  if (fork() == 0) exit(change(set, 0, -1, 0) == -1 && errno == EIDRM ? 3 : 4);
  while (semctl(set, 0, GETNCNT) < 1) usleep(1000);
  printf("%d\n", semctl(set, 0, IPC_RMID));
  wait(&ended);
  printf("%d", WEXITSTATUS(ended));
  printf(" %d", semctl(set, 0, GETVAL));
  printf(" %s\n", strerror(errno));
}
