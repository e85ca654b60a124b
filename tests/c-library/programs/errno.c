#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void show(const char *what) { printf("%s: %d %s\n", what, errno, strerror(errno)); }

int main(void) {
  char buffer[64];
  FILE *f = fopen("/no/such/file", "r");
  show(f ? "opened" : "fopen");
  if (mkdir("dir", 0755) == 0 && mkdir("dir", 0755) < 0) show("mkdir twice");
  if (open("dir", O_WRONLY) < 0) show("open a directory to write");
  if (rmdir("nothing") < 0) show("rmdir");
  if (close(77) < 0) show("close");
  if (read(55, buffer, 1) < 0) show("read");
  errno = 0;
  long n = strtol("123456789012345678901234567890", NULL, 10);
  if (n > 0) show("strtol");
  errno = 0;
  double d = strtod("1e999", NULL);
  if (d > 1) show("strtod");
  errno = 0;
  if (unlink("dir/x") < 0) show("unlink");
  int saved = errno;
  errno = EPERM;
  show("own");
  errno = saved;
  show("restored");
  if (strerror_r(EINVAL, buffer, sizeof buffer) == 0) puts(buffer);
  printf("%s|%s|%s\n", strerror(0), strerror(EDOM), strerror(4711));
  for (int i = 1; i < 40; i++) printf("%d=%s\n", i, strerror(i));
  fflush(stdout);
  errno = ENOENT;
  perror("perror");
  if (lseek(0, 0, SEEK_SET) < 0 && errno != ESPIPE) show("lseek");
  return 0;
}
