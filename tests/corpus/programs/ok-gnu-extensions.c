/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <alloca.h>
static void cleanup(char **p) {
  printf("cleanup %s\n", *p);
  free(*p);
}
__attribute__((constructor)) static void before(void) { puts("before"); }
__attribute__((destructor)) static void after(void) { puts("after"); }
struct zero {
  int n;
  char tail[0];
};
enum op { PUSH, ADD, HALT };
static int run(const int *code) {
  static void *labels[] = {&&push, &&add, &&halt};
  int stack[8], sp = 0;
  goto *labels[*code];
push:
  stack[sp++] = code[1];
  code += 2;
  goto *labels[*code];
add:
  sp--;
  stack[sp - 1] += stack[sp];
  code++;
  goto *labels[*code];
halt:
  return stack[0];
}
static int vla(int r, int c, int m[r][c]) {
  int s = 0;
  for (int i = 0; i < r; i++)
    for (int j = 0; j < c; j++) s += m[i][j];
  return s;
}
int main(void) {
  __attribute__((cleanup(cleanup))) char *s = strdup("auto");
  struct zero *z = malloc(sizeof *z + 4);
  z->n = 4;
  strcpy(z->tail, "abc");
  puts(z->tail);
  free(z);
  int code[] = {PUSH, 3, PUSH, 4, ADD, HALT};
  printf("%d\n", run(code));
  int n = 3;
  int m[n][n + 1];
  for (int i = 0; i < n; i++)
    for (int j = 0; j <= n; j++) m[i][j] = i * j;
  printf("%d %zu\n", vla(n, n + 1, m), sizeof m);
  char *t = alloca(10);
  snprintf(t, 10, "%d", 12345);
  puts(t);
  int arr[] = {[5] = 1, [2] = 7};
  printf("%zu %d\n", sizeof arr / sizeof *arr, arr[2]);
  switch (n) {
  case 1 ... 5:
    puts("range");
  }
  int k = n ?: 9;
  printf("%d %d\n", k, __builtin_popcount(255));
  struct {
    int x, y;
  } pt = {.y = 1, .x = 2};
  printf("%d\n", pt.x);
  char *lit = (char[]){"literal"};
  lit[0] = 'L';
  puts(lit);
  return 0;
}
