/* strtok as in glibc: there is no string to go on with before the first, and looking into it is a fault. */
#include <string.h>

char *strtok_r(char *restrict string, const char *restrict delimiters, char **restrict rest) {
  if (!string) string = *rest;
  string += strspn(string, delimiters);
  if (!*string) {
    *rest = string;
    return NULL;
  }
  char *end = string + strcspn(string, delimiters);
  if (*end) *end++ = 0;
  *rest = end;
  return string;
}

char *__strtok_r(char *restrict string, const char *restrict delimiters, char **restrict rest) {
  return strtok_r(string, delimiters, rest);
}

char *strtok(char *restrict string, const char *restrict delimiters) {
  static char *rest;
  return strtok_r(string, delimiters, &rest);
}
