/* expect: stack-buffer-overflow 9 */
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
int main(void) {
  char *words[3];
  char text[] = "one two three four";
  int n = 0;
  for (char *w = strtok(text, " "); w; w = strtok(NULL, " ")) words[n++] = w;
  for (int i = 0; i < 3; i++) puts(words[i]);
  return 0;
}
