/* Letters through a mapping of /dev/zero. */
#include <stdio.h>
#include <stdlib.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
  int i = 0;
  int fd = open("/dev/zero", O_RDWR);
  if (fd < 0) return 1;
  char *addr = mmap(NULL, 30, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (addr == MAP_FAILED) return 1;
  close(fd);
  pid_t pid = fork();
  if (pid == 0) {
    while (i < 26) {
      addr[i] = (char)('a' + i);
      i++;
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
  wait(NULL);
  return 0;
}
