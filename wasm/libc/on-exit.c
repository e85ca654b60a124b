/*
 * on_exit(), whose functions are told the status: exit() says it, or the start of the program (wasm/start/crt1.c) once main has returned.
 */
#include <stdlib.h>

#define MOST 32

/* Those of libc's, where something in the program needs them. */
void __funcs_on_exit(void);
void __stdio_exit(void);
__attribute__((weak)) void __funcs_on_exit(void) {}
__attribute__((weak)) void __stdio_exit(void) {}

/* How a program ends whose main returned, too. */
void __wasm_call_dtors(void);
void __wasm_call_dtors(void) {
  __funcs_on_exit();
  __stdio_exit();
}

int __heapscope_status;
_Noreturn void exit(int code) {
  __heapscope_status = code;
  __wasm_call_dtors();
  _Exit(code);
}

static struct {
  void (*function)(int, void *);
  void *argument;
} registered[MOST];
static int count;

/* The last first, each when atexit comes to it. */
static void run_last(void) {
  int i = --count;
  registered[i].function(__heapscope_status, registered[i].argument);
}

int on_exit(void (*function)(int, void *), void *argument) {
  if (count == MOST || atexit(run_last)) return -1;
  registered[count].function = function;
  registered[count++].argument = argument;
  return 0;
}
