#include "callers.h"

#include <errno.h>
#include <stdio.h>

#include "heapscope/host.h"

#define NAME_BYTES 256

int __describe_caller(const void *caller, const char *format, char *text) {
  char name[NAME_BYTES];
  unsigned start = hs_symbol(caller, name, sizeof name);
  int length = snprintf(text, CALLER_BYTES, "%s", program_invocation_name);
  if (start && length < CALLER_BYTES)
    length += snprintf(text + length, (size_t)(CALLER_BYTES - length), format, name, (unsigned)caller - start);
  return length < CALLER_BYTES ? length : CALLER_BYTES - 1;
}
