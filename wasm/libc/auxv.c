/* See <sys/auxv.h>. */
#include <errno.h>
#include <sys/auxv.h>
#include <unistd.h>

unsigned long getauxval(unsigned long kind) {
  switch (kind) {
  case AT_PAGESZ:
    return (unsigned long)getpagesize();
  case AT_UID:
  case AT_EUID:
    return getuid();
  case AT_GID:
  case AT_EGID:
    return getgid();
  case AT_CLKTCK:
    return (unsigned long)sysconf(_SC_CLK_TCK);
  case AT_SECURE:
  case AT_HWCAP:
    return 0;
  default:
    errno = ENOENT;
    return 0;
  }
}
