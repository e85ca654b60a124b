/* A child writes letters into shared memory, one at a time, and the parent prints what it sees. By the first argument the memory is
 * of mmap, System V or POSIX; a semaphore says whose turn it is. */
#include <fcntl.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

struct shared {
  char letters[32];
  sem_t written, seen;
};

static int segment;
static char name[64];

static struct shared *share(const char *kind) {
  if (strcmp(kind, "sysv") == 0) {
    segment = shmget(IPC_PRIVATE, sizeof(struct shared), IPC_CREAT | 0600);
    return shmat(segment, NULL, 0);
  }
  int file = -1;
  if (strcmp(kind, "posix") == 0) {
    sprintf(name, "/heapscope-letters-%d", (int)getpid());
    file = shm_open(name, O_RDWR | O_CREAT, 0600);
    if (ftruncate(file, sizeof(struct shared)) != 0) exit(9);
  }
  return mmap(NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | (file < 0 ? MAP_ANONYMOUS : 0), file,
              0);
}

static void unshare(const char *kind, struct shared *shared) {
  if (strcmp(kind, "sysv") == 0)
    shmdt(shared);
  else
    munmap(shared, sizeof *shared);
}

int main(int count, char **arguments) {
  const char *kind = count > 1 ? arguments[1] : "";
  struct shared *shared = share(kind);
  sem_init(&shared->written, 1, 0);
  sem_init(&shared->seen, 1, 0);
  if (fork() == 0) {
    for (int i = 0; i < 3; i++) {
      shared->letters[i] = (char)('a' + i);
      sem_post(&shared->written);
      sem_wait(&shared->seen);
    }
    unshare(kind, shared);
    _exit(0);
  }
  for (int i = 0; i < 3; i++) {
    sem_wait(&shared->written);
    printf("%s\n", shared->letters);
    sem_post(&shared->seen);
  }
  wait(NULL);
  unshare(kind, shared);
  if (strcmp(kind, "sysv") == 0) shmctl(segment, IPC_RMID, NULL);
  if (strcmp(kind, "posix") == 0) shm_unlink(name);
  return 0;
}
