/* expect: clean */
/* stdin: "42 word 9 abc-2.5% \n" */
#include <stdio.h>

int main(void) {
  int n = 0, used = 0;
  char word[8], letters[8], c;
  double x = 0;
  int got = scanf("%d %7s %*d %[a-z]%c%lf%% %n", &n, word, letters, &c, &x, &used);
  printf("%d %d %s %s %c %.1f %d\n", got, n, word, letters, c, x, used > 0);
  got = sscanf("7,8", "%d,%*d,%d", &n, &used);
  printf("%d %d\n", got, n);
  return 0;
}
