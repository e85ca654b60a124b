/* System V's shared memory. Both processes detach the segment, and nobody removes it: it outlives them. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define LETTERS 26

int main(void) {
  int id = shmget(IPC_PRIVATE, LETTERS + 1, IPC_CREAT | IPC_EXCL | S_IRUSR | S_IWUSR);
  if (id < 0) {
    perror("shmget");
    return 1;
  }
  if (fork() == 0) {
    char *letters = shmat(id, NULL, 0);
    for (int i = 0; i < LETTERS; i++) {
      letters[i] = (char)('a' + i);
      sleep(1);
    }
    shmdt(letters);
    exit(0);
  }
  char *letters = shmat(id, NULL, 0);
  for (int i = 0; i < LETTERS; i += 5) {
    printf("%s\n", letters);
    sleep(5);
  }
  wait(NULL);
  printf("%s\n", letters);
  shmdt(letters);
  return 0;
}
