/* expect: leak:definitely-lost 8 */
/* oracle: what abort() leaves reachable is reported by memcheck, and nothing that anyone could have freed */
#include <stdlib.h>

static char *name;

static void rename_to(char first) {
  name = malloc(8);
  name[0] = first;
}

int main(void) {
  rename_to('a');
  rename_to('b');
  if (name[0] != 'a') abort();
  return 0;
}
