/* expect: stack-buffer-overflow 16 */
#include <stdio.h>
#include <string.h>
/* Caesar and reverse, off by one at the terminator. */
static void rev(char *s) {
  int n = strlen(s);
  for (int i = 0; i < n / 2; i++) {
    char c = s[i];
    s[i] = s[n - i];
    s[n - i] = c;
  }
}
static int vowels(const char *s) {
  int c = 0;
  for (int i = 0; i <= (int)strlen(s) + 1; i++)
    if (strchr("aeiou", s[i]) && s[i]) c++;
  return c;
}
int main(void) {
  char w[6] = "hello";
  printf("%d\n", vowels(w));
  rev(w);
  printf("[%s]\n", w);
  return 0;
}
