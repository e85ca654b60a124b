/* expect: trap 8 */
/* oracle: memcheck and AddressSanitizer only say that it is a wild write */
#include <ctype.h>
#include <stdio.h>

static void capitalise(char *name) {
  /* Fine for an array, and not for a literal. */
  name[0] = (char)toupper((unsigned char)name[0]);
}

int main(void) {
  char city[] = "london";
  char *country = "england";
  capitalise(city);
  puts(city);
  capitalise(country);
  puts(country);
  return 0;
}
