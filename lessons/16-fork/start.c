/* After fork there are two processes with two memories. The parent waits for an answer in a variable of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static int answer = 0;

static int compute(int n) {
  int sum = 0;
  for (int i = 1; i <= n; i++) {
    sum = sum + i;
  }
  return sum;
}

int main(void) {
  int *box = malloc(sizeof *box);
  if (box == NULL) return 1;
  *box = 5;
  pid_t child = fork();
  if (child < 0) {
    free(box);
    return 1;
  }
  if (child == 0) {
    answer = compute(*box);
    *box = 0;
    free(box);
    exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  printf("box %d, answer %d\n", *box, answer);
  free(box);
  return 0;
}
