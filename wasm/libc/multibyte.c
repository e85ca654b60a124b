/* wasi-libc's reads four bytes at a time, past the end of the string. */
#include <stdlib.h>
#include <wchar.h>

size_t mbsrtowcs(wchar_t *restrict to, const char **restrict from, size_t n, mbstate_t *restrict state) {
  static mbstate_t own;
  if (!state) state = &own;
  const char *at = *from;
  for (size_t count = 0;; count++) {
    wchar_t c;
    if (to && count == n) {
      *from = at;
      return count;
    }
    size_t length = mbrtowc(&c, at, MB_CUR_MAX, state);
    if (length == (size_t)-1 || length == (size_t)-2) {
      if (to) *from = at;
      return (size_t)-1;
    }
    if (to) to[count] = length ? c : 0;
    if (length == 0) {
      if (to) *from = NULL;
      return count;
    }
    at += length;
  }
}

size_t mbstowcs(wchar_t *restrict to, const char *restrict from, size_t n) {
  mbstate_t state = {0};
  const char *at = from;
  return mbsrtowcs(to, &at, n, &state);
}
