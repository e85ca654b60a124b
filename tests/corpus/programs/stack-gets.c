/* expect: stack-buffer-overflow 10 */
/* oracle: natively the call returns to where the text says, and neither tool sees the write */
/* stdin: "someone with a long name\n" */
#include <stdio.h>

char *gets(char *line);

int main(void) {
  char name[8];
  if (gets(name)) puts("hello");
  return 0;
}
