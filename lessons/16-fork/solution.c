/* After fork there are two processes with two memories. The answer comes back as the child's exit status. */
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
    exit(answer);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFEXITED(status)) answer = WEXITSTATUS(status);
  printf("box %d, answer %d\n", *box, answer);
  free(box);
  return 0;
}
