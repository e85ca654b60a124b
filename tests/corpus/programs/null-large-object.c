/* expect: null-dereference 11 */
/* oracle: memcheck takes the second page for wild */
#include <stdio.h>

struct record {
  char text[5000];
  int length;
};

static int length_of(const struct record *record) {
  return record->length;
}

int main(void) {
  printf("%d\n", length_of(NULL));
  return 0;
}
