/* execinfo.h: the calls in progress, innermost first, and their places as glibc writes them. */
#include <execinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "callers.h"
#include "heapscope/hooks.h"

#define LINE_BYTES (CALLER_BYTES + 32)

int backtrace(void **buffer, int size) {
  int n = 0;
  for (; n < size; n++) {
    void *address = __heapscope_return_address((unsigned)n);
    if (!address) break;
    buffer[n] = address;
  }
  return n;
}

/* As in "./program(main+0x1f) [0x2a3]"; what stands before the bracket is glibc's choice in each case. */
static int describe(const void *caller, const char *space, char *line) {
  char place[CALLER_BYTES];
  __describe_caller(caller, "(%s+%#x)", place);
  return snprintf(line, LINE_BYTES, "%s%s[%#x]", place, space, (unsigned)caller);
}

/* One block holds the pointers and, behind them, the texts. */
char **backtrace_symbols(void *const *buffer, int size) {
  char line[LINE_BYTES];
  size_t bytes = (size_t)size * sizeof(char *);
  for (int i = 0; i < size; i++) bytes += (size_t)describe(buffer[i], " ", line) + 1;
  char **lines = malloc(bytes);
  if (!lines) return NULL;
  char *text = (char *)(lines + size);
  for (int i = 0; i < size; i++) {
    lines[i] = text;
    describe(buffer[i], " ", line);
    text += strlen(strcpy(text, line)) + 1;
  }
  return lines;
}

void backtrace_symbols_fd(void *const *buffer, int size, int descriptor) {
  char line[LINE_BYTES];
  for (int i = 0; i < size; i++) {
    describe(buffer[i], "", line);
    dprintf(descriptor, "%s\n", line);
  }
}
