/*
 * Processes. A child of vfork runs in its parent's memory until it executes something: nothing is recorded of it until then
 * (hs_is_borrowed).
 */
#define _GNU_SOURCE
#include "calls.h"
#include "environment.h"
#include "process.h"
#include "scan.h"

#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

HS_EXPORT pid_t fork(void) {
  pid_t result = HS_NEXT(fork)();
  hs_call_ends(HS_CALL(HS_CALL_FORK, NULL), result, result < 0);
  return result;
}

/* Called by vfork below with its frame; gives the real one. */
__attribute__((used)) void *hs_before_vfork(const void *frame) {
  struct hs_told_call call = {HS_CALL_VFORK, frame, NULL, 0, NULL};
  hs_call_begins(&call);
  static void *found;
  return hs_next(&found, "vfork");
}

/* It returns twice, into the same frame: so it must be gone when the real one is called. */
__asm__(".text\n"
        ".globl vfork\n"
        ".type vfork, @function\n"
        "vfork:\n"
        ".cfi_startproc\n"
        "endbr64\n"
        "pushq %rbp\n"
        ".cfi_adjust_cfa_offset 8\n"
        ".cfi_rel_offset %rbp, 0\n"
        "movq %rsp, %rbp\n"
        "movq %rsp, %rdi\n"
        "call hs_before_vfork\n"
        "popq %rbp\n"
        ".cfi_adjust_cfa_offset -8\n"
        ".cfi_restore %rbp\n"
        "jmp *%rax\n"
        ".cfi_endproc\n"
        ".size vfork, . - vfork\n");

static pid_t wait_for(const void *frame, pid_t pid, int *status, int options, struct rusage *usage) {
  int own_status = 0;
  int64_t arguments[] = {pid, options, 0};
  struct hs_told_call call = {HS_CALL_WAIT, frame, arguments, 2, NULL};
  hs_call_begins(&call);
  pid_t result = HS_NEXT(wait4)(pid, status ? status : &own_status, options, usage);
  arguments[2] = status ? *status : own_status;
  call.count = 3;
  hs_call_ends(&call, result, result < 0);
  return result;
}

HS_EXPORT pid_t wait(int *status) { return wait_for(__builtin_frame_address(0), -1, status, 0, NULL); }

HS_EXPORT pid_t waitpid(pid_t pid, int *status, int options) {
  return wait_for(__builtin_frame_address(0), pid, status, options, NULL);
}

HS_EXPORT pid_t wait3(int *status, int options, struct rusage *usage) {
  return wait_for(__builtin_frame_address(0), -1, status, options, usage);
}

HS_EXPORT pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage) {
  return wait_for(__builtin_frame_address(0), pid, status, options, usage);
}

HS_EXPORT int waitid(idtype_t type, id_t id, siginfo_t *info, int options) {
  hs_call_begins(HS_CALL(HS_CALL_WAIT, NULL, type == P_PID ? (int64_t)id : -1, options));
  int result = HS_NEXT(waitid)(type, id, info, options);
  bool told = result == 0 && info && info->si_signo == SIGCHLD;
  int status = !told ? 0 : info->si_code == CLD_EXITED ? info->si_status << 8 : info->si_status;
  hs_call_ends(HS_CALL(HS_CALL_WAIT, NULL, type == P_PID ? (int64_t)id : -1, options, status),
               told ? info->si_pid : result, result != 0);
  return result;
}

HS_EXPORT int kill(pid_t pid, int number) {
  int result = HS_NEXT(kill)(pid, number);
  hs_call_ends(HS_CALL(HS_CALL_KILL, NULL, pid, number), result, result != 0);
  return result;
}

/* Where the frames of who calls it begin is known only here. */
HS_EXPORT void exit(int status) {
  HS_SAVE_REGISTERS(registers);
  hs_exit_called(registers);
  HS_NEXT(exit)(status);
  __builtin_unreachable();
}

HS_EXPORT void quick_exit(int status) {
  HS_SAVE_REGISTERS(registers);
  hs_quick_exit_called(status, registers);
  HS_NEXT(quick_exit)(status);
  __builtin_unreachable();
}

HS_EXPORT void _exit(int status) {
  HS_SAVE_REGISTERS(registers);
  if (!hs_is_borrowed()) hs_put_exit(status, registers);
  HS_NEXT(_exit)(status);
  __builtin_unreachable();
}

HS_EXPORT void _Exit(int status) {
  HS_SAVE_REGISTERS(registers);
  if (!hs_is_borrowed()) hs_put_exit(status, registers);
  HS_NEXT(_exit)(status);
  __builtin_unreachable();
}

/* In variables on the stack: vfork's child must not allocate. */
#define WITH_ENVIRONMENT(environment)                                                                                  \
  char *room[hs_environment_room(environment) / sizeof(char *) + 1];                                                   \
  char *const *with = hs_environment(environment, room)

static void exec_begins(const void *frame) {
  if (hs_is_borrowed()) return;
  struct hs_told_call call = {HS_CALL_EXEC, frame, NULL, 0, NULL};
  hs_call_begins(&call);
}

static int exec_failed(const void *frame, const char *path) {
  if (hs_is_borrowed()) return -1;
  struct hs_told_call call = {HS_CALL_EXEC, frame, NULL, 0, path};
  hs_call_ends(&call, -1, true);
  return -1;
}

static int execute(const void *frame, const char *path, char *const *arguments, char *const *environment) {
  WITH_ENVIRONMENT(environment);
  exec_begins(frame);
  HS_NEXT(execve)(path, arguments, with);
  return exec_failed(frame, path);
}

static int search_and_execute(const void *frame, const char *file, char *const *arguments, char *const *environment) {
  WITH_ENVIRONMENT(environment);
  exec_begins(frame);
  HS_NEXT(execvpe)(file, arguments, with);
  return exec_failed(frame, file);
}

HS_EXPORT int execve(const char *path, char *const arguments[], char *const environment[]) {
  return execute(__builtin_frame_address(0), path, arguments, environment);
}

HS_EXPORT int execv(const char *path, char *const arguments[]) {
  return execute(__builtin_frame_address(0), path, arguments, environ);
}

HS_EXPORT int execvp(const char *file, char *const arguments[]) {
  return search_and_execute(__builtin_frame_address(0), file, arguments, environ);
}

HS_EXPORT int execvpe(const char *file, char *const arguments[], char *const environment[]) {
  return search_and_execute(__builtin_frame_address(0), file, arguments, environment);
}

HS_EXPORT int fexecve(int file, char *const arguments[], char *const environment[]) {
  WITH_ENVIRONMENT(environment);
  exec_begins(__builtin_frame_address(0));
  HS_NEXT(fexecve)(file, arguments, with);
  return exec_failed(__builtin_frame_address(0), "");
}

/* Of arguments up to NULL, that included. */
static size_t count_arguments(va_list *list) {
  size_t count = 2;
  while (va_arg(*list, const char *)) count++;
  return count;
}

#define LIST_ARGUMENTS(first)                                                                                          \
  va_list list;                                                                                                        \
  va_start(list, first);                                                                                               \
  size_t count = count_arguments(&list);                                                                               \
  va_end(list);                                                                                                        \
  char *arguments[count];                                                                                              \
  arguments[0] = (char *)first;                                                                                        \
  va_start(list, first);                                                                                               \
  for (size_t i = 1; i < count; i++) arguments[i] = va_arg(list, char *)

HS_EXPORT int execl(const char *path, const char *first, ...) {
  LIST_ARGUMENTS(first);
  va_end(list);
  return execute(__builtin_frame_address(0), path, arguments, environ);
}

HS_EXPORT int execlp(const char *file, const char *first, ...) {
  LIST_ARGUMENTS(first);
  va_end(list);
  return search_and_execute(__builtin_frame_address(0), file, arguments, environ);
}

HS_EXPORT int execle(const char *path, const char *first, ...) {
  LIST_ARGUMENTS(first);
  char *const *environment = va_arg(list, char *const *);
  va_end(list);
  return execute(__builtin_frame_address(0), path, arguments, environment);
}

HS_EXPORT int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                          const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[]) {
  WITH_ENVIRONMENT(environment);
  return HS_NEXT(posix_spawn)(pid, path, actions, attributes, arguments, with);
}

HS_EXPORT int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                           const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[]) {
  WITH_ENVIRONMENT(environment);
  return HS_NEXT(posix_spawnp)(pid, file, actions, attributes, arguments, with);
}
