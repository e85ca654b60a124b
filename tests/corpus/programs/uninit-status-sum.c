/* expect: uninitialised-read 8 */
/* oracle: memcheck names exit, and no line of the program */
int main(void) {
  int scores[4] = {1, 2, 3, 4};
  int sum;
  for (int i = 0; i < 4; i++)
    sum += scores[i];
  return sum;
}
