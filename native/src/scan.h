/* Leak scans. */
#ifndef HEAPSCOPE_SCAN_H
#define HEAPSCOPE_SCAN_H

#include "recorder.h"

extern struct hs_lock hs_scan_lock;

/* Callee-saved registers may hold the only pointer to a block: so the stack has them, from this variable on. */
#define HS_SAVE_REGISTERS(saved)                                                                                       \
  uint64_t saved[6];                                                                                                   \
  __asm__ volatile("movq %%rbx, 0(%0)\n\tmovq %%rbp, 8(%0)\n\tmovq %%r12, 16(%0)\n\t"                                  \
                   "movq %%r13, 24(%0)\n\tmovq %%r14, 32(%0)\n\tmovq %%r15, 40(%0)" ::"r"(saved)                       \
                   : "memory")

/*
 * Writes SCAN to SCANNED into the stream of `self`, which is the calling thread and busy. Takes time in proportion to the live
 * memory; the program's other threads run on. The calling thread's stack is a root from `from` on: what lies below, where
 * old pointers are lying about, is the library's own.
 */
void hs_scan(struct hs_thread *self, enum hs_scan_reason reason, const void *from);

#endif
