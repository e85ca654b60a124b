/* A child writes the letters into memory that it shares with its parent, which reads them as they come. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#define LETTERS 26

int main(void) {
  char *letters = mmap(NULL, LETTERS, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED, -1, 0);
  if (letters == MAP_FAILED) {
    perror("mmap");
    return 1;
  }
  pid_t child = fork();
  if (child < 0) {
    perror("fork");
    return 1;
  }
  if (child == 0) {
    for (int i = 0; i < LETTERS; i++) {
      letters[i] = (char)('a' + i);
      sleep(1);
    }
    munmap(letters, LETTERS);
    exit(0);
  }
  for (int i = 0; i < LETTERS; i++) {
    sleep(1);
    printf("%.*s\n", LETTERS, letters);
  }
  wait(NULL);
  munmap(letters, LETTERS);
  return 0;
}
