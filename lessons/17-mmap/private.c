/* A child writes letters for its parent, into memory that each has for itself. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define LETTERS 5

int main(void) {
  char *letters = mmap(NULL, LETTERS + 1, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_PRIVATE, -1, 0);
  if (letters == MAP_FAILED) return 1;
  pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    for (int i = 0; i < LETTERS; i++) {
      letters[i] = (char)('a' + i);
    }
    munmap(letters, LETTERS + 1);
    exit(0);
  }
  waitpid(child, NULL, 0);
  printf("letters: %s\n", letters);
  munmap(letters, LETTERS + 1);
  return 0;
}
