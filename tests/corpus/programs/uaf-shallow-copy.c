/* expect: heap-buffer-overflow 20, heap-buffer-overflow 25, use-after-free 25 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* A shallow copy of a struct that owns a string. */
struct person {
  char *name;
  int age;
};
static struct person make(const char *n, int a) {
  struct person p;
  p.name = malloc(strlen(n) + 1);
  strcpy(p.name, n);
  p.age = a;
  return p;
}
static void rename_(struct person *p, const char *n) {
  free(p->name);
  p->name = malloc(strlen(n));
  strcpy(p->name, n);
}
int main(void) {
  struct person a = make("Ada", 36), b = a;
  rename_(&a, "Augusta");
  printf("%s %s\n", a.name, b.name);
  free(a.name);
  return 0;
}
