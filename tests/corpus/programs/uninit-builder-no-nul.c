/* expect: uninitialised-read 22 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
typedef struct {
  size_t len, cap;
  char *s;
} sb;
static void app(sb *b, const char *t) {
  size_t n = strlen(t);
  if (b->len + n > b->cap) {
    b->cap = (b->len + n) * 2;
    b->s = realloc(b->s, b->cap);
  }
  memcpy(b->s + b->len, t, n);
  b->len += n;
}
int main(void) {
  sb b = {0};
  for (int i = 0; i < 5; i++) app(&b, "chunk ");
  printf("%.*s\n", (int)b.len, b.s);
  printf("%zu\n", strlen(b.s));
  free(b.s);
  return 0;
}
