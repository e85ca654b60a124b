/*
 * on_exit(), whose functions are told the status. exit() tells it; a main that returns anything but 0 without exit() can't, so they get 0.
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

static int status;
_Noreturn void exit(int code) {
  status = code;
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
  registered[i].function(status, registered[i].argument);
}

int on_exit(void (*function)(int, void *), void *argument) {
  if (count == MOST || atexit(run_last)) return -1;
  registered[count].function = function;
  registered[count++].argument = argument;
  return 0;
}
