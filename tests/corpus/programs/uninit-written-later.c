/* expect: uninitialised-read 10, uninitialised-read 12 */
/* oracle: memcheck finds it where the buffer is written, whatever is printed then */
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  char letter;
  char *line = malloc(8);
  if (!line) return 1;
  putchar(letter);
  puts(" is the letter");
  fwrite(line, 1, 8, stdout);
  free(line);
  printf("and that was the line\n");
  fputs("no end of line", stdout);
  return 0;
}
