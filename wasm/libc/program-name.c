/* argv[0], before anything runs. */
#include <string.h>
#include <wasi/api.h>

char *program_invocation_name = "", *program_invocation_short_name = "";
/* wasi-libc's, where they are linked. */
__attribute__((weak)) extern char *__progname, *__progname_full;

#define ARGUMENTS 64
#define BYTES 4096

__attribute__((constructor)) static void take_name(void) {
  static char name[256];
  size_t count = 0, size = 0;
  if (__wasi_args_sizes_get(&count, &size) || count == 0 || count > ARGUMENTS || size > BYTES) return;
  uint8_t *arguments[ARGUMENTS], text[BYTES];
  if (__wasi_args_get(arguments, text)) return;
  strncpy(name, (const char *)arguments[0], sizeof name - 1);
  const char *slash = strrchr(name, '/');
  program_invocation_name = name;
  program_invocation_short_name = slash ? (char *)slash + 1 : name;
  if (&__progname) __progname = program_invocation_short_name;
  if (&__progname_full) __progname_full = program_invocation_name;
}
