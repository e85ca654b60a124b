/* expect: leak:definitely-lost 16, leak:definitely-lost 6 */
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
static void bad(int flag) {
  char *data = calloc(100, 1);
  if (!data) return;
  strcpy(data, "A String");
  puts(data);
  if (flag) return;
  free(data);
}
static void re(void) {
  char *d = malloc(10), *t;
  strcpy(d, "abc");
  t = realloc(d, 100000);
  if (t) {
    d = t;
    puts(d);
  }
}
int main(void) {
  bad(0);
  bad(1);
  re();
  return 0;
}
