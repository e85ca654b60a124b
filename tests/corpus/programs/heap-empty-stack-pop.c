/* expect: heap-buffer-underflow 11 */
#include <stdio.h>
#include <stdlib.h>
/* Stack implemented with an array: pop of an empty one and push on a full one. */
#define N 4
typedef struct {
  int data[N];
  int top;
} stack;
static void push(stack *s, int v) { s->data[++s->top] = v; }
static int pop(stack *s) { return s->data[s->top--]; }
int main(void) {
  stack *s = malloc(sizeof *s);
  s->top = -1;
  for (int i = 0; i < 4; i++) push(s, i);
  for (int i = 0; i < 5; i++) printf("%d ", pop(s));
  puts("");
  free(s);
  return 0;
}
