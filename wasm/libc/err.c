/* err.h and error.h: a message with the program's name before it and the error's text behind it. */
#include <err.h>
#include <errno.h>
#include <error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* `number` < 0: without an error's text. */
static void message(int number, const char *format, va_list arguments) {
  fprintf(stderr, "%s: ", program_invocation_short_name);
  if (format) vfprintf(stderr, format, arguments);
  if (number >= 0) fprintf(stderr, "%s%s", format ? ": " : "", strerror(number));
  fputc('\n', stderr);
}

void vwarn(const char *format, va_list arguments) { message(errno, format, arguments); }
void vwarnx(const char *format, va_list arguments) { message(-1, format, arguments); }
_Noreturn void verr(int status, const char *format, va_list arguments) {
  message(errno, format, arguments);
  exit(status);
}
_Noreturn void verrx(int status, const char *format, va_list arguments) {
  message(-1, format, arguments);
  exit(status);
}

#define WITH_ARGUMENTS(call)                                                                                           \
  va_list arguments;                                                                                                   \
  va_start(arguments, format);                                                                                         \
  call;                                                                                                                \
  va_end(arguments)

void warn(const char *format, ...) { WITH_ARGUMENTS(vwarn(format, arguments)); }
void warnx(const char *format, ...) { WITH_ARGUMENTS(vwarnx(format, arguments)); }
_Noreturn void err(int status, const char *format, ...) { WITH_ARGUMENTS(verr(status, format, arguments)); }
_Noreturn void errx(int status, const char *format, ...) { WITH_ARGUMENTS(verrx(status, format, arguments)); }

void (*error_print_progname)(void);
unsigned error_message_count;
int error_one_per_line;

static void report(int status, int number, const char *file, unsigned line, const char *format, va_list arguments) {
  fflush(stdout);
  if (error_print_progname)
    error_print_progname();
  else
    fprintf(stderr, "%s:", program_invocation_name);
  if (file) fprintf(stderr, "%s:%u:", file, line);
  fputc(' ', stderr);
  vfprintf(stderr, format, arguments);
  if (number) fprintf(stderr, ": %s", strerror(number));
  fputc('\n', stderr);
  error_message_count++;
  if (status) exit(status);
}

void error(int status, int number, const char *format, ...) {
  WITH_ARGUMENTS(report(status, number, NULL, 0, format, arguments));
}

void error_at_line(int status, int number, const char *file, unsigned line, const char *format, ...) {
  static const char *last_file;
  static unsigned last_line;
  if (error_one_per_line && last_file && last_line == line && strcmp(last_file, file) == 0) return;
  last_file = file, last_line = line;
  WITH_ARGUMENTS(report(status, number, file, line, format, arguments));
}
