/* Rarer functions of glibc's string.h and wchar.h. */
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

void *memfrob(void *bytes, size_t size) {
  unsigned char *p = bytes;
  for (size_t i = 0; i < size; i++) p[i] ^= 42;
  return bytes;
}
char *strfry(char *text) {
  for (size_t i = 0, n = strlen(text); i + 1 < n; i++) {
    size_t other = i + (size_t)random() % (n - i);
    char kept = text[i];
    text[i] = text[other];
    text[other] = kept;
  }
  return text;
}
wchar_t *wcschrnul(const wchar_t *text, wchar_t wanted) {
  while (*text && *text != wanted) text++;
  return (wchar_t *)text;
}
wchar_t *wmempcpy(wchar_t *restrict to, const wchar_t *restrict from, size_t n) { return wmemcpy(to, from, n) + n; }
