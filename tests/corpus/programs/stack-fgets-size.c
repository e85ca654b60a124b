/* expect: stack-buffer-overflow 11, stack-buffer-overflow 12 */
/* stdin: "a rather long line of input text that will not fit, whatever lies above the frame of main\n" */
/* oracle: what lies above is the address that main returns to */
#include <stdio.h>
#include <string.h>

/* The overflow runs over the frame and what the system has put above it, towards the first globals. */
int main(void) {
  char name[10];
  printf("Name: ");
  fgets(name, 100, stdin);
  name[strcspn(name, "\n")] = 0;
  printf("Hi\n");
  return 0;
}
