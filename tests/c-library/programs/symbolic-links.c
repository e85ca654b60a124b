/* Links to paths: followed on the way and at the end, read, dangling, in circles. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void show(const char *path) {
  struct stat through, itself;
  int found = stat(path, &through);
  const char *error = found ? strerror(errno) : "there";
  int is_link = lstat(path, &itself) == 0 && S_ISLNK(itself.st_mode);
  printf("%s: %s, %s\n", path, error, is_link ? "a link" : "no link");
}

int main(void) {
  mkdir("real", 0755);
  FILE *file = fopen("real/text", "w");
  fputs("content", file);
  fclose(file);
  printf("%d %d %d\n", symlink("real", "folder"), symlink("../real/text", "real/self"), symlink("nowhere", "dangling"));
  printf("%d ", symlink("b", "a"));
  printf("%d ", symlink("a", "b"));
  printf("%d ", symlink("x", "a"));
  printf("%s\n", strerror(errno));
  show("folder");
  show("folder/text");
  show("folder/self");
  show("dangling");
  show("a");
  show("folder/text/more");
  char target[32];
  ssize_t n = readlink("real/self", target, sizeof target);
  printf("%zd %.*s %zd", n, (int)n, target, readlink("real/self", target, 4));
  n = readlink("real/text", target, sizeof target);
  printf(" %zd %s\n", n, strerror(errno));
  file = fopen("folder/self", "r");
  printf("%s\n", fgets(target, sizeof target, file));
  fclose(file);
  int made = open("dangling", O_CREAT | O_WRONLY, 0600);
  close(made);
  show("nowhere");
  printf("%d ", open("dangling", O_CREAT | O_EXCL | O_WRONLY, 0600));
  printf("%s, ", strerror(errno));
  printf("%d ", open("dangling", O_RDONLY | O_NOFOLLOW));
  printf("%s\n", strerror(errno));
  struct dirent **names;
  int count = scandir("real", &names, NULL, alphasort);
  for (int i = 0; i < count; i++) {
    printf("%s%s ", names[i]->d_name, names[i]->d_type == DT_LNK ? "@" : "");
    free(names[i]);
  }
  free(names);
  char *path = realpath("folder/self", NULL);
  printf("\n%s\n", path ? strrchr(path, '/') : strerror(errno));
  free(path);
  rename("dangling", "moved");
  printf("%d %d\n", unlink("moved"), unlink("folder"));
  show("nowhere");
  show("real/text");
  return 0;
}
