/* Two processes add to one counter in shared memory, and some of the additions are lost. */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIMES 4

struct shared {
  sem_t lock;
  int counter;
};

static void add_all(struct shared *shared) {
  for (int i = 0; i < TIMES; i++) {
    int value = shared->counter;
    usleep(1000);
    shared->counter = value + 1;
  }
}

int main(void) {
  struct shared *shared =
      mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_SHARED, -1, 0);
  if (shared == MAP_FAILED) return 1;
  sem_init(&shared->lock, 1, 1);
  pid_t child = fork();
  if (child < 0) return 1;
  add_all(shared);
  if (child == 0) exit(0);
  waitpid(child, NULL, 0);
  printf("counter: %d\n", shared->counter);
  sem_destroy(&shared->lock);
  munmap(shared, sizeof *shared);
  return 0;
}
