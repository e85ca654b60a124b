/* expect: overlapping-memcpy 9, overlapping-memcpy 12 */
/* oracle: memcheck reports no overlap where it dies of the missing terminator */
#include <stdio.h>
#include <string.h>

int main(void) {
  char text[40] = "abc";
  char digits[20] = "0123456789";
  strcat(text, text + 1);
  puts(text);
  /* Down by two, with strcpy. */
  strcpy(digits, digits + 2);
  puts(digits);
  return 0;
}
