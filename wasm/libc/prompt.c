/*
 * A question that a program asks without a newline is seen before it waits for the answer: as under glibc, whoever reads from the terminal first
 * writes out what a line-buffered standard output holds back. musl doesn't. The linker puts this in the place of __stdio_read (--wrap).
 */
#include <stddef.h>
#include <stdio.h>
#include <stdio_ext.h>

size_t __real___stdio_read(FILE *, unsigned char *, size_t);
size_t __wrap___stdio_read(FILE *, unsigned char *, size_t);

/* The standard streams, where something in the program uses them. */
static FILE *const none = NULL;
__attribute__((weak, alias("none"))) extern FILE *volatile __stdin_used;
__attribute__((weak, alias("none"))) extern FILE *volatile __stdout_used;

size_t __wrap___stdio_read(FILE *stream, unsigned char *buffer, size_t size) {
  if (stream == __stdin_used && __stdout_used && __flbf(__stdout_used)) fflush(__stdout_used);
  return __real___stdio_read(stream, buffer, size);
}
