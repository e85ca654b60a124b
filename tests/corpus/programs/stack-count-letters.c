/* expect: stack-buffer-overflow 9 */
/* oracle: memory below the stack pointer is neither a redzone of gcc nor undefined for memcheck */
#include <stdio.h>

int main(void) {
  int count[26] = {0};
  const char *text = "Hello";
  printf("%s\n", text);
  for (; *text; text++) count[*text - 'a']++;
  printf("%d\n", count['l' - 'a']);
  return 0;
}
