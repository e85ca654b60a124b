#define _GNU_SOURCE
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

int main(void) {
  char text[] = "one,two;;three four";
  char *rest = text, *word;
  while ((word = strsep(&rest, ",; "))) printf("[%s]", word);
  puts("");
  char copy[] = "a b  c", *state;
  for (char *t = strtok_r(copy, " ", &state); t; t = strtok_r(NULL, " ", &state)) printf("<%s>", t);
  char *made;
  int n = asprintf(&made, "%05d|%-8s|%+.3f|%x|%#o|%e", 42, "left", 3.14159, 255, 8, 12345.678);
  printf("\n%d %s\n", n, made);
  free(made);
  printf("%s %s\n", strcasestr("Hello World", "WORLD"), (char *)memmem("abcdef", 6, "cd", 2));
  printf("%d %d %d\n", strcasecmp("ABC", "abd") < 0, strncasecmp("abX", "ABy", 2), strverscmp("a10", "a9") > 0);
  char target[32] = "abc";
  char *end = stpcpy(target + 3, "def");
  *(char *)mempcpy(end, "ghi", 3) = 0;
  printf("%s %zu %zu %s\n", target, strspn(target, "abcd"), strcspn(target, "fg"), strpbrk(target, "xyzg"));
  printf("%s %s\n", strchrnul("abc", 'x'), strrchr("a/b/c", '/'));
  printf("%c%c%d%d\n", toupper('x'), tolower('Y'), isalpha('1') != 0, ispunct('!') != 0);
  char *d = strndup("truncated", 5);
  printf("%s %d %zu\n", d, memcmp("ab", "ac", 2) < 0, strnlen("abcdef", 3));
  free(d);
  printf("%s %s\n", basename("/usr/lib/libc.so"), index("hello", 'l'));
  char swapped[5] = "";
  swab("badc", swapped, 4);
  printf("%s %d\n", swapped, ffs(48));
  char buf[8];
  printf("%d %s\n", snprintf(buf, sizeof buf, "%s", "too long for it"), buf);
  int a;
  char s[10];
  float f;
  n = sscanf("12 abc 3.5", "%d %9s %f", &a, s, &f);
  printf("%d %d %s %.2f\n", n, a, s, f);
  printf("%d\n", sscanf("k=v", "%9[^=]=%c", s, buf));
  return 0;
}
