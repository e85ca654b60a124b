/* What wasi-libc's header leaves out: see wasm/libc/sched.c. */
#ifndef HEAPSCOPE_SCHED_H
#define HEAPSCOPE_SCHED_H

#include_next <sched.h>

#define __NEED_size_t
#include <bits/alltypes.h>

#define SCHED_OTHER 0
#define SCHED_FIFO 1
#define SCHED_RR 2
#define SCHED_BATCH 3
#define SCHED_IDLE 5

int sched_get_priority_max(int);
int sched_get_priority_min(int);
int sched_getparam(pid_t, struct sched_param *);
int sched_setparam(pid_t, const struct sched_param *);
int sched_getscheduler(pid_t);
int sched_setscheduler(pid_t, int, const struct sched_param *);

#ifdef _GNU_SOURCE
#define CPU_SETSIZE 1024
typedef struct cpu_set_t {
  unsigned long __bits[CPU_SETSIZE / 8 / sizeof(unsigned long)];
} cpu_set_t;
#define __CPU_WORD(cpu, set) ((set)->__bits[(cpu) / (8 * sizeof(unsigned long))])
#define __CPU_BIT(cpu) (1ul << ((cpu) % (8 * sizeof(unsigned long))))
#define CPU_ZERO(set) __builtin_memset(set, 0, sizeof(cpu_set_t))
#define CPU_SET(cpu, set) (__CPU_WORD(cpu, set) |= __CPU_BIT(cpu))
#define CPU_CLR(cpu, set) (__CPU_WORD(cpu, set) &= ~__CPU_BIT(cpu))
#define CPU_ISSET(cpu, set) ((__CPU_WORD(cpu, set) & __CPU_BIT(cpu)) != 0)
static inline int __cpu_count(const cpu_set_t *set) {
  int count = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) count += CPU_ISSET(cpu, set);
  return count;
}
#define CPU_COUNT(set) __cpu_count(set)

int sched_getcpu(void);
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
#endif

#endif
