/* Two processes take two locks in opposite order, and each ends up waiting for the other's. */
#include <semaphore.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void take_both(const char *who, sem_t *first, sem_t *second) {
  sem_wait(first);
  printf("%s has its first lock\n", who);
  usleep(1000);
  sem_wait(second);
  printf("%s has both\n", who);
  sem_post(second);
  sem_post(first);
}

int main(void) {
  sem_t *locks = mmap(NULL, 2 * sizeof(sem_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  sem_init(&locks[0], 1, 1);
  sem_init(&locks[1], 1, 1);
  if (fork() == 0) {
    take_both("the child", &locks[1], &locks[0]);
    return 0;
  }
  take_both("the parent", &locks[0], &locks[1]);
  wait(NULL);
  return 0;
}
