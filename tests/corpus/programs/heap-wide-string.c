/* expect: heap-buffer-overflow 7, heap-buffer-overflow 8 */
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
int main(void) {
  wchar_t *data = malloc(10 * sizeof(wchar_t));
  wcscpy(data, L"0123456789");
  printf("%ls\n", data);
  free(data);
  return 0;
}
