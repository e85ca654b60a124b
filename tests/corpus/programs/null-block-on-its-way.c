/* expect: null-dereference 11 */
/* oracle: memcheck takes the block that was on its way for lost */
#include <stdlib.h>

struct person {
  char *name;
};

int main(void) {
  struct person *nobody = NULL;
  nobody->name = malloc(10);
  free(nobody->name);
  return 0;
}
