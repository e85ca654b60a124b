/* Pipes and descriptors across fork. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void all_of(int from) {
  char text[32];
  ssize_t n;
  while ((n = read(from, text, sizeof text)) > 0) printf("[%.*s]", (int)n, text);
  printf(" end %zd\n", n);
}

int main(void) {
  alarm(60);
  int there[2], back[2], status;
  setvbuf(stdout, NULL, _IONBF, 0);
  pipe(there);
  pipe(back);
  if (fork() == 0) {
    close(there[1]);
    close(back[0]);
    char c;
    while (read(there[0], &c, 1) == 1) {
      c = (char)(c - 'a' + 'A');
      write(back[1], &c, 1);
    }
    _exit(0);
  }
  close(there[0]);
  close(back[1]);
  write(there[1], "hello", 5);
  close(there[1]);
  wait(NULL);
  all_of(back[0]);
  close(back[0]);

  /* standard output into a pipe */
  pipe(there);
  if (fork() == 0) {
    dup2(there[1], STDOUT_FILENO);
    close(there[0]);
    close(there[1]);
    printf("from printf");
    fflush(stdout);
    _exit(0);
  }
  close(there[1]);
  wait(NULL);
  all_of(there[0]);
  close(there[0]);

  /* more than a pipe holds */
  pipe(there);
  if (fork() == 0) {
    close(there[0]);
    static char block[200000];
    memset(block, 'x', sizeof block);
    ssize_t written = write(there[1], block, sizeof block);
    _exit(written == sizeof block ? 0 : 1);
  }
  close(there[1]);
  static char big[4096];
  long total = 0;
  for (ssize_t n; (n = read(there[0], big, sizeof big)) > 0;) total += n;
  wait(&status);
  printf("%ld %d\n", total, WEXITSTATUS(status));
  close(there[0]);

  pipe2(there, O_NONBLOCK);
  int result = (int)read(there[0], big, 1);
  printf("%d %s\n", result, strerror(errno));
  total = 0;
  while ((result = (int)write(there[1], big, sizeof big)) > 0) total += result;
  printf("%ld then %s\n", total, strerror(errno));
  close(there[0]);
  close(there[1]);

  /* one offset for both */
  int file = open("shared.txt", O_RDWR | O_CREAT | O_TRUNC, 0644);
  if (fork() == 0) {
    write(file, "child ", 6);
    _exit(0);
  }
  wait(NULL);
  write(file, "parent", 6);
  lseek(file, 0, SEEK_SET);
  all_of(file);
  int copy = dup(file);
  lseek(copy, 6, SEEK_SET);
  all_of(file);
  close(file);
  printf("%d ", lseek(copy, 0, SEEK_CUR) == 12);
  printf("%d ", close(file));
  printf("%s\n", strerror(errno));
  unlink("shared.txt");

  pipe(there);
  struct pollfd polled = {.fd = there[0], .events = POLLIN};
  printf("poll %d", poll(&polled, 1, 10));
  write(there[1], "p", 1);
  printf(" %d", poll(&polled, 1, 10));
  printf(" %d\n", (polled.revents & POLLIN) != 0);
  struct stat info;
  fstat(there[0], &info);
  errno = 0;
  result = (int)lseek(there[0], 0, SEEK_SET);
  printf("%d %s\n", result, strerror(errno));
  printf("%d %d\n", isatty(there[0]), (fcntl(there[0], F_GETFL) & O_ACCMODE) == O_RDONLY);
  return 0;
}
