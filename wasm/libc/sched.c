/* There is one processor, and all run by the same rule: what asks for another finds out that it has no right to. */
#include <errno.h>
#include <pthread.h>
#include <sched.h>

#include "heapscope/system.h"

#define HIGHEST_REALTIME 99

static int is_realtime(int policy) { return policy == SCHED_FIFO || policy == SCHED_RR; }
static int is_policy(int policy) { return policy >= SCHED_OTHER && policy <= SCHED_IDLE && policy != 4; }

int sched_get_priority_max(int policy) {
  return is_policy(policy) ? (is_realtime(policy) ? HIGHEST_REALTIME : 0) : hs_fail(EINVAL);
}
int sched_get_priority_min(int policy) { return is_policy(policy) ? is_realtime(policy) : hs_fail(EINVAL); }
int sched_getscheduler(pid_t pid) { return (void)pid, SCHED_OTHER; }
int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameters) {
  (void)pid;
  if (!is_policy(policy) || (!is_realtime(policy) && parameters->sched_priority != 0)) return hs_fail(EINVAL);
  return is_realtime(policy) ? hs_fail(EPERM) : 0;
}
int sched_getparam(pid_t pid, struct sched_param *parameters) {
  (void)pid;
  *parameters = (struct sched_param){.sched_priority = 0};
  return 0;
}
int sched_setparam(pid_t pid, const struct sched_param *parameters) {
  return sched_setscheduler(pid, SCHED_OTHER, parameters);
}

int pthread_getschedparam(pthread_t thread, int *restrict policy, struct sched_param *restrict parameters) {
  (void)thread;
  *policy = SCHED_OTHER;
  return sched_getparam(0, parameters);
}
int pthread_setschedparam(pthread_t thread, int policy, const struct sched_param *parameters) {
  (void)thread;
  return sched_setscheduler(0, policy, parameters) ? errno : 0;
}
int pthread_setconcurrency(int level) { return level < 0 ? EINVAL : 0; }
int pthread_getconcurrency(void) { return 0; }
int pthread_yield(void) { return sched_yield(); }

int sched_getcpu(void) { return 0; }
int sched_getaffinity(pid_t pid, size_t size, cpu_set_t *set) {
  (void)pid;
  if (size < sizeof(unsigned long)) return hs_fail(EINVAL);
  CPU_ZERO(set);
  CPU_SET(0, set);
  return 0;
}
int sched_setaffinity(pid_t pid, size_t size, const cpu_set_t *set) {
  (void)pid;
  return size >= sizeof(unsigned long) && CPU_ISSET(0, set) ? 0 : hs_fail(EINVAL);
}
int pthread_getaffinity_np(pthread_t thread, size_t size, cpu_set_t *set) {
  return (void)thread, sched_getaffinity(0, size, set) ? errno : 0;
}
int pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *set) {
  return (void)thread, sched_setaffinity(0, size, set) ? errno : 0;
}
