/* Letters through anonymous shared memory. With slips: the letter and its index in one expression, nobody waits for the child. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int i = 0;
  char *addr = mmap(NULL, 30, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED, -1, 0);
  if (addr == MAP_FAILED) return 1;
  pid_t pid = fork();
  if (pid == 0) {
    while (i < 26) {
      addr[i] = 'a' + i++;
      sleep(1);
    }
    munmap(addr, 30);
    exit(0);
  }
  for (i = 0; i < 26; i++) {
    printf("%s\n", addr);
    sleep(1);
  }
  munmap(addr, 30);
  return 0;
}
