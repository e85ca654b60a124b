/* As mmap-letters.c did before it was put right, by way of /dev/zero: the parent doesn't wait, and the child's line has a slip. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#define LETTERS 26

int main(void) {
  int zero = open("/dev/zero", O_RDWR);
  char *letters = mmap(NULL, LETTERS, PROT_READ | PROT_WRITE, MAP_SHARED, zero, 0);
  close(zero);
  if (letters == MAP_FAILED) return 1;
  if (fork() == 0) {
    int i = 0;
    while (i < LETTERS) {
      letters[i] = 'a' + i++;
      sleep(1);
    }
    munmap(letters, LETTERS);
    exit(0);
  }
  for (int i = 0; i < 5; i++) {
    printf("%s\n", letters);
    sleep(1);
  }
  munmap(letters, LETTERS);
  return 0;
}
