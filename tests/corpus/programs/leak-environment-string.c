/* expect: leak:definitely-lost 7 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void set_color(const char *name) {
  char *setting = malloc(strlen(name) + 7);
  sprintf(setting, "COLOR=%s", name);
  putenv(setting);
}

int main(void) {
  set_color("green");
  puts(getenv("COLOR"));
  return 0;
}
