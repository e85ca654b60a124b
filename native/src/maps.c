#include "maps.h"

#include <fcntl.h>
#include <string.h>

uint64_t hs_parse_number(const char **at, uint32_t base) {
  uint64_t value = 0;
  for (;; ++*at) {
    char c = **at;
    uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0') : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10) : 99;
    if (digit >= base) return value;
    value = value * base + digit;
  }
}

static struct hs_range range_of(const char *line) {
  struct hs_range range;
  range.start = hs_parse_number(&line, 16);
  line++; // the hyphen
  range.end = hs_parse_number(&line, 16);
  return range;
}

void hs_each_map(char *buffer, size_t room, bool (*visit)(struct hs_range range, const char *line, void *context),
                 void *context) {
  int file = hs_open("/proc/self/maps", O_RDONLY, 0);
  if (file < 0) return;
  size_t have = 0, more;
  bool done = false;
  do {
    more = hs_read(file, buffer + have, room - 1 - have);
    have += more;
    buffer[have] = 0;
    char *line = buffer;
    for (char *end; !done && (end = strchr(line, '\n')) != NULL; line = end + 1) {
      *end = 0;
      done = visit(range_of(line), line, context);
    }
    have -= (size_t)(line - buffer);
    memmove(buffer, line, have);
  } while (!done && more > 0 && have < room - 1);
  hs_close(file);
}
