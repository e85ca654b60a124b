/* Shared memory by way of /dev/zero, the older way: the child writes a letter a second, its parent looks half a second later. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define LETTERS 5

int main(void) {
  int zero = open("/dev/zero", O_RDWR);
  if (zero < 0) return 1;
  char *letters = mmap(NULL, LETTERS + 1, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0);
  close(zero);
  if (letters == MAP_FAILED) return 1;
  pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    for (int i = 0; i < LETTERS; i++) {
      letters[i] = (char)('a' + i);
      sleep(1);
    }
    munmap(letters, LETTERS + 1);
    exit(0);
  }
  usleep(500000);
  for (int i = 0; i < LETTERS; i++) {
    printf("%s\n", letters);
    sleep(1);
  }
  waitpid(child, NULL, 0);
  munmap(letters, LETTERS + 1);
  return 0;
}
