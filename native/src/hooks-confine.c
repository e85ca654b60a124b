/*
 * A program that forbids itself system calls would be killed for the recorder's: so recording ends there. It is told without
 * one, in rings that are mapped already.
 */
#define _GNU_SOURCE
#include "calls.h"
#include "process.h"

#include <stdarg.h>
#include <sys/prctl.h>
#include <unistd.h>

/* Tells the loss at once: the process may have no further event. No system call may be made here. */
static void confined(void) {
  hs_stop(HS_LOSS_CONFINED);
  struct hs_thread *self = hs_enter();
  if (self) hs_leave(self);
}

HS_EXPORT int prctl(int option, ...) {
  unsigned long words[4];
  va_list list;
  va_start(list, option);
  for (int i = 0; i < 4; i++) words[i] = va_arg(list, unsigned long);
  va_end(list);
  bool confines = option == PR_SET_SECCOMP && !hs_is_borrowed();
  int result = HS_NEXT(prctl)(option, words[0], words[1], words[2], words[3]);
  if (confines && result == 0) confined();
  return result;
}

/* syscall() below is called with SYS_seccomp. */
__attribute__((used)) long hs_seccomp(long number, long operation, long flags, long arguments) {
  enum { SET_MODE_STRICT = 0, SET_MODE_FILTER = 1 };
  bool confines = (operation == SET_MODE_STRICT || operation == SET_MODE_FILTER) && !hs_is_borrowed();
  long result = HS_NEXT(syscall)(number, operation, flags, arguments);
  // Of a filter that asks to be told of calls, it is a descriptor.
  if (confines && result >= 0) confined();
  return result;
}

__attribute__((used)) void *hs_next_syscall(void) {
  static void *found;
  return hs_next(&found, "syscall");
}

/* All others go on in the caller's own frame: some return twice. */
__asm__(".text\n"
        ".globl syscall\n"
        ".type syscall, @function\n"
        "syscall:\n"
        ".cfi_startproc\n"
        "endbr64\n"
        "cmpq $317, %rdi\n" // SYS_seccomp
        "je hs_seccomp\n"
        "pushq %rdi\n"
        "pushq %rsi\n"
        "pushq %rdx\n"
        "pushq %rcx\n"
        "pushq %r8\n"
        "pushq %r9\n"
        "subq $8, %rsp\n"
        ".cfi_adjust_cfa_offset 56\n"
        "call hs_next_syscall\n"
        "addq $8, %rsp\n"
        "popq %r9\n"
        "popq %r8\n"
        "popq %rcx\n"
        "popq %rdx\n"
        "popq %rsi\n"
        "popq %rdi\n"
        ".cfi_adjust_cfa_offset -56\n"
        "jmp *%rax\n"
        ".cfi_endproc\n"
        ".size syscall, . - syscall\n");
