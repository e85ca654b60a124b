/* A shell with pipelines of its own commands. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static int run1(char* cmd) {
  char* argv[16];
  int n = 0;
  for (char* t = strtok(cmd, " \t\n"); t && n < 15; t = strtok(NULL, " \t\n"))
    argv[n++] = t;
  argv[n] = 0;
  if (!n)
    return 0;
  if (!strcmp(argv[0], "echo")) {
    for (int i = 1; i < n; i++)
      printf("%s%s", argv[i], i + 1 < n ? " " : "");
    putchar('\n');
    return 0;
  }
  if (!strcmp(argv[0], "upper")) {
    int c;
    while ((c = getchar()) != EOF)
      putchar(toupper(c));
    return 0;
  }
  if (!strcmp(argv[0], "count")) {
    int c, k = 0;
    while ((c = getchar()) != EOF)
      k++;
    printf("%d\n", k);
    return 0;
  }
  fprintf(stderr, "%s: not found\n", argv[0]);
  return 127;
}
static int runline(char* line) {
  char* cmds[8];
  int n = 0;
  for (char* s = line; s && n < 8;) {
    cmds[n++] = s;
    s = strchr(s, '|');
    if (s)
      *s++ = 0;
  }
  int in = -1;
  pid_t last = 0;
  for (int i = 0; i < n; i++) {
    int fd[2] = {-1, -1};
    if (i + 1 < n)
      pipe(fd);
    fflush(stdout);
    pid_t p = fork();
    if (!p) {
      if (in >= 0) {
        dup2(in, 0);
        close(in);
      }
      if (fd[1] >= 0) {
        dup2(fd[1], 1);
        close(fd[1]);
        close(fd[0]);
      }
      exit(run1(cmds[i]));
    }
    if (in >= 0)
      close(in);
    if (fd[1] >= 0)
      close(fd[1]);
    in = fd[0];
    last = p;
  }
  int st, code = 0;
  pid_t w;
  while ((w = wait(&st)) > 0)
    if (w == last)
      code = WEXITSTATUS(st);
  return code;
}
int main(void) {
  alarm(60);
  char lines[][60] = {
      "echo hello   world", "echo hello | upper", "echo a b c | upper | count", "nonsense", " ",
      "echo one | nonsense"};
  for (int i = 0; i < 6; i++) {
    printf("$ %s\n", lines[i]);
    int c = runline(lines[i]);
    printf("[%d]\n", c);
  }
  return 0;
}
