/* expect: leak:definitely-lost 6 */
#include <dirent.h>
#include <stdio.h>

static int is_empty(const char *path) {
  DIR *directory = opendir(path);
  return directory == NULL || readdir(directory) == NULL;
}

int main(void) {
  printf("%d\n", is_empty("."));
  return 0;
}
