/*
 * scanf, where musl lets wrong pointers pass: it takes a destination of null for one that is not wanted, and a source of null for
 * the end of the input. glibc goes through the pointer, and so do these.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The conversion that begins after a '%'; gives its end, and whether it stores anything. */
static const char *conversion(const char *format, int *stores) {
  *stores = *format != '*';
  format += strspn(format, "*'m0123456789hljztLq");
  if (*format == '%') *stores = 0;
  if (*format == '[') {
    format++;
    if (*format == '^') format++;
    if (*format == ']') format++;
    while (*format && *format != ']') format++;
  }
  return *format ? format + 1 : format;
}

/* Stores through the first destination that is null, if so many were stored to before the input ended or did not fit. */
static void use_null(const char *format, va_list arguments, int stored) {
  while ((format = strchr(format, '%'))) {
    int stores;
    format = conversion(format + 1, &stores);
    if (!stores) continue;
    volatile char *destination = va_arg(arguments, char *);
    if (!destination) *destination = 0;
    if (stored-- == 0) return;
  }
}

#define SCAN(call)                                                                                                     \
  va_list arguments, again;                                                                                            \
  va_start(arguments, format);                                                                                         \
  va_copy(again, arguments);                                                                                           \
  int stored = call;                                                                                                   \
  if (stored >= 0) use_null(format, again, stored);                                                                    \
  va_end(again);                                                                                                       \
  va_end(arguments);                                                                                                   \
  return stored;

int scanf(const char *restrict format, ...) { SCAN(vfscanf(stdin, format, arguments)) }
int fscanf(FILE *restrict file, const char *restrict format, ...) { SCAN(vfscanf(file, format, arguments)) }
int sscanf(const char *restrict string, const char *restrict format, ...) {
  if (!string) return (int)strlen(string);
  SCAN(vsscanf(string, format, arguments))
}
