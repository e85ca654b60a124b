/* expect: leak:definitely-lost 7 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_paint(const char *name) {
  char *setting = malloc(strlen(name) + 7);
  sprintf(setting, "PAINT=%s", name);
  putenv(setting);
}

int main(void) {
  set_paint("green");
  puts(getenv("PAINT"));
  return 0;
}
