/* getline with the buffer sizes of glibc: at first 120 bytes, then twice as much whenever it is too small. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define FIRST_BYTES 120

static int grow(char **line, size_t *size, size_t needed) {
  if (*line && *size >= needed) return 0;
  size_t wanted = !*line || *size == 0 ? FIRST_BYTES : 2 * *size;
  if (wanted < needed) wanted = needed;
  char *larger = realloc(*line, wanted);
  if (!larger) return -1;
  *line = larger;
  *size = wanted;
  return 0;
}

ssize_t getdelim(char **restrict line, size_t *restrict size, int delimiter, FILE *restrict file) {
  if (!line || !size) {
    errno = EINVAL;
    return -1;
  }
  size_t n = 0;
  for (;;) {
    int c = getc(file);
    if (grow(line, size, n + 2)) return -1;
    if (c == EOF) break;
    (*line)[n++] = (char)c;
    if (c == delimiter) break;
  }
  if (n == 0) return -1;
  (*line)[n] = 0;
  return (ssize_t)n;
}

ssize_t getline(char **restrict line, size_t *restrict size, FILE *restrict file) {
  return getdelim(line, size, '\n', file);
}
