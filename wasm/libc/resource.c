/* Limits can be asked for and set; only the program itself heeds them. */
#include <errno.h>
#include <sys/resource.h>
#include <unistd.h>

#include "heapscope/system.h"

#define STACK_BYTES (8ull << 20)
#define FILES 1024

static struct rlimit limits[RLIMIT_NLIMITS];
static int ready;

static int get_ready(int resource) {
  if (resource < 0 || resource >= RLIMIT_NLIMITS) return hs_fail(EINVAL);
  if (!ready) {
    for (int i = 0; i < RLIMIT_NLIMITS; i++) limits[i] = (struct rlimit){RLIM_INFINITY, RLIM_INFINITY};
    limits[RLIMIT_STACK].rlim_cur = STACK_BYTES;
    limits[RLIMIT_NOFILE] = (struct rlimit){FILES, FILES};
    limits[RLIMIT_CORE].rlim_cur = 0;
    ready = 1;
  }
  return 0;
}

int getrlimit(int resource, struct rlimit *limit) {
  if (get_ready(resource)) return -1;
  *limit = limits[resource];
  return 0;
}

int setrlimit(int resource, const struct rlimit *limit) {
  if (get_ready(resource)) return -1;
  if (limit->rlim_cur > limit->rlim_max) {
    errno = EINVAL;
    return -1;
  }
  if (limit->rlim_max > limits[resource].rlim_max) {
    errno = EPERM;
    return -1;
  }
  limits[resource] = *limit;
  return 0;
}

int prlimit(pid_t process, int resource, const struct rlimit *new, struct rlimit *old) {
  if (process != 0 && process != getpid()) return hs_fail(ESRCH);
  struct rlimit before;
  if (getrlimit(resource, &before) || (new && setrlimit(resource, new))) return -1;
  if (old) *old = before;
  return 0;
}

static int priority;

int getpriority(int which, id_t who) {
  (void)which, (void)who;
  return priority;
}
int setpriority(int which, id_t who, int value) {
  (void)which, (void)who;
  priority = value < -20 ? -20 : value > 19 ? 19 : value;
  return 0;
}
