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
static __inline int __cpu_count(const cpu_set_t *set) {
  int count = 0;
  for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) count += CPU_ISSET(cpu, set);
  return count;
}
#define CPU_COUNT(set) __cpu_count(set)

/* Sets of other sizes; the words of a larger one follow. */
#define CPU_ALLOC_SIZE(count)                                                                                          \
  (((count) + 8 * sizeof(unsigned long) - 1) / (8 * sizeof(unsigned long)) * sizeof(unsigned long))
#define CPU_ALLOC(count) ((cpu_set_t *)__builtin_calloc(1, CPU_ALLOC_SIZE(count)))
#define CPU_FREE(set) __builtin_free(set)
static __inline int __cpu_count_of(unsigned long size, const cpu_set_t *set) {
  int count = 0;
  for (unsigned long i = 0; i < size / sizeof(unsigned long); i++) count += __builtin_popcountl(set->__bits[i]);
  return count;
}
static __inline int __cpu_test(unsigned long cpu, unsigned long size, const cpu_set_t *set) {
  return cpu / 8 < size && (__CPU_WORD(cpu, set) & __CPU_BIT(cpu)) != 0;
}
static __inline void __cpu_put(unsigned long cpu, unsigned long size, cpu_set_t *set, int on) {
  if (cpu / 8 >= size) return;
  if (on)
    __CPU_WORD(cpu, set) |= __CPU_BIT(cpu);
  else
    __CPU_WORD(cpu, set) &= ~__CPU_BIT(cpu);
}
#define CPU_ZERO_S(size, set) __builtin_memset(set, 0, size)
#define CPU_SET_S(cpu, size, set) __cpu_put(cpu, size, set, 1)
#define CPU_CLR_S(cpu, size, set) __cpu_put(cpu, size, set, 0)
#define CPU_ISSET_S(cpu, size, set) __cpu_test(cpu, size, set)
#define CPU_COUNT_S(size, set) __cpu_count_of(size, set)
#define CPU_EQUAL_S(size, a, b) (__builtin_memcmp(a, b, size) == 0)
#define __CPU_OP_S(size, to, a, b, op)                                                                                 \
  do {                                                                                                                 \
    for (unsigned long __i = 0; __i < (size) / sizeof(unsigned long); __i++)                                           \
      (to)->__bits[__i] = (a)->__bits[__i] op(b)->__bits[__i];                                                         \
  } while (0)
#define CPU_AND_S(size, to, a, b) __CPU_OP_S(size, to, a, b, &)
#define CPU_OR_S(size, to, a, b) __CPU_OP_S(size, to, a, b, |)
#define CPU_XOR_S(size, to, a, b) __CPU_OP_S(size, to, a, b, ^)
#define CPU_EQUAL(a, b) CPU_EQUAL_S(sizeof(cpu_set_t), a, b)
#define CPU_AND(to, a, b) CPU_AND_S(sizeof(cpu_set_t), to, a, b)
#define CPU_OR(to, a, b) CPU_OR_S(sizeof(cpu_set_t), to, a, b)
#define CPU_XOR(to, a, b) CPU_XOR_S(sizeof(cpu_set_t), to, a, b)

int sched_getcpu(void);
int sched_getaffinity(pid_t, size_t, cpu_set_t *);
int sched_setaffinity(pid_t, size_t, const cpu_set_t *);
#endif

#endif
