/* Argument: how many objects of 16 to 80 bytes, in a list, all alive at once, then freed. */
#include <mcheck.h>
#include <stdlib.h>

struct object {
  struct object *next;
  char data[];
};

int main(int count, char **arguments) {
  if (getenv("MALLOC_TRACE")) mtrace();
  struct object *first = NULL;
  for (long left = count > 1 ? atol(arguments[1]) : 0; left > 0; left--) {
    struct object *made = malloc(sizeof *made + 8 + (size_t)(left & 63));
    made->next = first;
    made->data[0] = (char)left;
    first = made;
  }
  while (first) {
    struct object *gone = first;
    first = gone->next;
    free(gone);
  }
  return 0;
}
