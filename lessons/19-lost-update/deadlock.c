/* Two processes need the same two locks, and take them in opposite order. */
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

struct desk {
  sem_t pen;
  sem_t paper;
  int letters;
};

static void write_letter(struct desk *desk, sem_t *first, sem_t *second) {
  sem_wait(first);
  usleep(1000);
  sem_wait(second);
  desk->letters = desk->letters + 1;
  sem_post(second);
  sem_post(first);
}

int main(void) {
  struct desk *desk = mmap(NULL, sizeof *desk, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_SHARED, -1, 0);
  if (desk == MAP_FAILED) return 1;
  sem_init(&desk->pen, 1, 1);
  sem_init(&desk->paper, 1, 1);
  pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    write_letter(desk, &desk->paper, &desk->pen);
    exit(0);
  }
  write_letter(desk, &desk->pen, &desk->paper);
  waitpid(child, NULL, 0);
  printf("letters: %d\n", desk->letters);
  return 0;
}
