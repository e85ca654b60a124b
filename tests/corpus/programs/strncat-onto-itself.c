/* expect: overlapping-memcpy 9 */
#include <stdio.h>
#include <string.h>

int main(void) {
  char text[40] = "abcdef";
  char more[4] = "ghi";
  strncat(text, more, 2);
  strncat(text, text + 1, 3);
  /* Neighbours that only touch. */
  strncat(text + 20, text + 17, 0);
  puts(text);
  return 0;
}
