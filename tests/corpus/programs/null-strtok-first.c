/* expect: null-dereference 6 */
#include <stdio.h>
#include <string.h>

int main(void) {
  char *word = strtok(NULL, " ");
  puts(word ? word : "none");
  return 0;
}
