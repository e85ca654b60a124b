#define _GNU_SOURCE
#include <alloca.h>
#include <err.h>
#include <errno.h>
#include <error.h>
#include <fcntl.h>
#include <grp.h>
#include <libgen.h>
#include <limits.h>
#include <malloc.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/param.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

static int sum(int n, ...) {
  va_list ap;
  va_start(ap, n);
  int total = 0;
  while (n--) total += va_arg(ap, int);
  va_end(ap);
  return total;
}
static void last(void) { puts("last"); }
static void first(void) { puts("first"); }

int main(int argc, char **argv) {
  printf("%d %s %d\n", argc, argv[1], argv[argc] == NULL);
  printf("%d\n", sum(3, 1, 2, 3));
  printf("%d %d %d\n", getpid() > 0, getuid() == geteuid(), getgid() == getegid());
  struct utsname name;
  printf("%d %s\n", uname(&name), name.sysname);
  char host[HOST_NAME_MAX + 1];
  printf("%d\n", gethostname(host, sizeof host));
  setenv("MINE", "1", 1);
  putenv("OTHER=2");
  printf("%s %s %d\n", getenv("MINE"), getenv("OTHER"), getenv("NOTHING") == NULL);
  unsetenv("MINE");
  printf("%d %d\n", getenv("MINE") == NULL, environ != NULL);
  struct termios t;
  int null = open("/dev/null", O_RDWR);
  printf("%d %d\n", isatty(null), tcgetattr(null, &t));
  printf("%s\n", errno == ENOTTY ? "not a terminal" : strerror(errno));
  struct winsize w;
  printf("%d\n", ioctl(null, TIOCGWINSZ, &w));
  int refused = ioctl(-1, 0x540d);
  printf("%d %d\n", refused, errno == EBADF);
  char path[] = "/usr/lib/x.so";
  printf("%s\n", dirname(path));
  int *p = alloca(10 * sizeof *p);
  for (int i = 0; i < 10; i++) p[i] = i;
  printf("%d %d\n", p[9], MAX(3, 4));
  void *aligned = memalign(64, 100);
  printf("%d %d\n", (unsigned long)aligned % 64 == 0, malloc_usable_size(aligned) >= 100);
  free(aligned);
  printf("%ld %d\n", sysconf(_SC_PAGESIZE), sysconf(_SC_NPROCESSORS_ONLN) > 0);
  struct passwd *user = getpwuid(0);
  printf("%s %s\n", user->pw_name, getgrgid(0)->gr_name);
  char cwd[PATH_MAX];
  printf("%d\n", getcwd(cwd, sizeof cwd) == cwd);
  warnx("to stderr %d", 1);
  fflush(stdout);
  errno = ENOENT;
  warn("file");
  error(0, EACCES, "also %s", "there");
  atexit(last);
  atexit(first);
  if (system(NULL) < 0) return 1;
  errx(9, "the end");
}
