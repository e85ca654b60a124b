/* What the system says of itself: one processor, pages of 4 KiB, the limits of Linux. */
#include <errno.h>
#include <limits.h>
#include <unistd.h>

long sysconf(int name) {
  switch (name) {
  case _SC_PAGESIZE:
    return PAGESIZE;
  case _SC_NPROCESSORS_CONF:
  case _SC_NPROCESSORS_ONLN:
    return 1;
  case _SC_CLK_TCK:
    return 100;
  case _SC_OPEN_MAX:
    return 1024;
  case _SC_ARG_MAX:
    return 2097152;
  case _SC_CHILD_MAX:
    return 63;
  case _SC_NGROUPS_MAX:
    return 65536;
  case _SC_LINE_MAX:
    return 2048;
  case _SC_HOST_NAME_MAX:
    return 64;
  case _SC_LOGIN_NAME_MAX:
    return 256;
  case _SC_TTY_NAME_MAX:
    return 32;
  case _SC_IOV_MAX:
    return 1024;
  case _SC_STREAM_MAX:
    return 16;
  case _SC_TZNAME_MAX:
    return -1;
  case _SC_ATEXIT_MAX:
    return INT_MAX;
  case _SC_PHYS_PAGES:
  case _SC_AVPHYS_PAGES:
    return 98304;
  case _SC_VERSION:
  case _SC_2_VERSION:
    return 200809;
  default:
    errno = EINVAL;
    return -1;
  }
}
int getpagesize(void) { return PAGESIZE; }
