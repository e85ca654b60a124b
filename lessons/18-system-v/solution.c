/* A System V segment carries a message from the child to the parent. The parent removes the segment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/wait.h>
#include <unistd.h>

#define SIZE 32

int main(void) {
  int id = shmget(IPC_PRIVATE, SIZE, IPC_CREAT | 0600);
  if (id < 0) return 1;
  pid_t child = fork();
  if (child < 0) {
    shmctl(id, IPC_RMID, NULL);
    return 1;
  }
  if (child == 0) {
    char *text = shmat(id, NULL, 0);
    if (text == (void *)-1) exit(1);
    strcpy(text, "written by the child");
    shmdt(text);
    exit(0);
  }
  waitpid(child, NULL, 0);
  char *text = shmat(id, NULL, 0);
  shmctl(id, IPC_RMID, NULL);
  if (text == (void *)-1) return 1;
  printf("%s\n", text);
  shmdt(text);
  return 0;
}
