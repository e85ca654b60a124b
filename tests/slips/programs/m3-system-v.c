/* Letters through a System V segment. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ipc.h>
#include <sys/shm.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int i = 0;
  int id = shmget(IPC_PRIVATE, 30, IPC_CREAT | IPC_EXCL | S_IRUSR | S_IWUSR);
  if (id < 0) return 1;
  char *addr = shmat(id, NULL, 0);
  if (addr == (char *)-1) return 1;
  pid_t pid = fork();
  if (pid == 0) {
    while (i < 26) {
      addr[i] = (char)('a' + i);
      i++;
      sleep(1);
    }
    shmdt(addr);
    exit(0);
  }
  for (i = 0; i < 26; i++) {
    printf("%s\n", addr);
    sleep(1);
  }
  shmdt(addr);
  wait(NULL);
  shmctl(id, IPC_RMID, NULL);
  return 0;
}
