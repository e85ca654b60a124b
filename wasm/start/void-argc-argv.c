/* void main(int argc, char **argv) */
#include <wasi/api.h>

/* Not libc's way to get here: that one wants an int. */
void program_main(int argc, char **argv) __asm__("__main_argc_argv");

int __main_void(void);
int __main_void(void) {
  __wasi_size_t count = 0, size = 0;
  if (__wasi_args_sizes_get(&count, &size)) return 71;
  /* On the stack, as the kernel puts them on Linux. */
  char text[size + 1];
  char *argv[count + 1];
  if (__wasi_args_get((uint8_t **)argv, (uint8_t *)text)) return 71;
  argv[count] = 0;
  program_main((int)count, argv);
  return 0;
}
