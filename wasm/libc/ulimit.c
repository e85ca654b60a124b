/* See <ulimit.h>: sizes of files in blocks of 512 bytes. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <ulimit.h>

#define BLOCK 512

long ulimit(int command, ...) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_FSIZE, &limit)) return -1;
  if (command == UL_GETFSIZE) return limit.rlim_cur / BLOCK > LONG_MAX ? LONG_MAX : (long)(limit.rlim_cur / BLOCK);
  if (command != UL_SETFSIZE) {
    errno = EINVAL;
    return -1;
  }
  va_list arguments;
  va_start(arguments, command);
  long blocks = va_arg(arguments, long);
  va_end(arguments);
  limit.rlim_cur = limit.rlim_max = (rlim_t)blocks * BLOCK;
  return setrlimit(RLIMIT_FSIZE, &limit) ? -1 : blocks;
}
