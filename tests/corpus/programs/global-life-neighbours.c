/* expect: global-buffer-overflow 12 */
#include <stdio.h>
#include <stdlib.h>
/* Game of life with neighbours outside of the board. */
#define H 5
#define W 6
static unsigned char g[H][W], t[H][W];
static int count(int r, int c) {
  int n = 0;
  for (int i = r - 1; i <= r + 1; i++)
    for (int j = c - 1; j <= c + 1; j++)
      if (i != r || j != c) n += g[i][j];
  return n;
}
int main(void) {
  g[1][2] = g[2][2] = g[3][2] = 1;
  for (int i = 0; i < H; i++)
    for (int j = 0; j < W; j++) {
      int n = count(i, j);
      t[i][j] = n == 3 || (g[i][j] && n == 2);
    }
  for (int i = 0; i < H; i++) {
    for (int j = 0; j < W; j++) putchar(t[i][j] ? '#' : '.');
    putchar('\n');
  }
  return 0;
}
