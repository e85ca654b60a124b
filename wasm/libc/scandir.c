/* wasi-libc's scandir copies more of an entry than there is. It can't be replaced by name: open() is in the same object. */
#include <dirent.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static struct dirent *copy_of(const struct dirent *entry) {
  size_t size = offsetof(struct dirent, d_name) + strlen(entry->d_name) + 1;
  struct dirent *copy = malloc(size);
  return copy ? memcpy(copy, entry, size) : NULL;
}

static int give_up(struct dirent **list, size_t n, DIR *directory) {
  while (n > 0) free(list[--n]);
  free(list);
  closedir(directory);
  return -1;
}

int scandir(const char *path, struct dirent ***result, int (*select)(const struct dirent *),
            int (*compare)(const struct dirent **, const struct dirent **)) {
  DIR *directory = opendir(path);
  if (!directory) return -1;
  struct dirent **list = NULL, *entry;
  size_t n = 0, room = 0;
  while ((entry = readdir(directory))) {
    if (select && !select(entry)) continue;
    if (n == room) {
      room = room ? 2 * room : 10;
      struct dirent **larger = realloc(list, room * sizeof *larger);
      if (!larger) return give_up(list, n, directory);
      list = larger;
    }
    if (!(list[n] = copy_of(entry))) return give_up(list, n, directory);
    n++;
  }
  closedir(directory);
  if (compare && n > 1) qsort(list, n, sizeof *list, (int (*)(const void *, const void *))compare);
  *result = list;
  return (int)n;
}
