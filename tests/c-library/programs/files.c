#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static int visible(const struct dirent *entry) { return entry->d_name[0] != '.'; }

int main(void) {
  mkdir("data", 0755);
  FILE *f = fopen("data/a.txt", "w");
  fprintf(f, "line %d\nline %d\n\nlast", 1, 2);
  fclose(f);
  f = fopen("data/a.txt", "r+");
  char *line = NULL;
  size_t size = 0;
  ssize_t n;
  while ((n = getline(&line, &size, f)) != -1) printf("%zd:%s", n, line);
  printf("\neof %d error %d at %ld\n", feof(f) != 0, ferror(f), ftell(f));
  rewind(f);
  fseek(f, 5, SEEK_SET);
  fputc('X', f);
  fseek(f, -4, SEEK_END);
  printf("%s\n", fgets(line, 10, f));
  fclose(f);
  free(line);
  f = fopen("data/b.bin", "wb+");
  int numbers[] = {1, 2, 3, 4, 5}, back[5] = {0};
  fwrite(numbers, sizeof(int), 5, f);
  fseek(f, 2 * sizeof(int), SEEK_SET);
  printf("%zu", fread(back, sizeof(int), 5, f));
  printf(" %d %d\n", back[0], back[2]);
  fclose(f);
  struct stat info;
  stat("data/b.bin", &info);
  printf("%d %d %d\n", (int)info.st_size, S_ISREG(info.st_mode), S_ISDIR(info.st_mode));
  int fd = open("data/a.txt", O_RDWR | O_APPEND);
  printf("%zd", write(fd, "more", 4));
  lseek(fd, 0, SEEK_SET);
  char text[64] = "";
  printf(" %zd\n%s\n", read(fd, text, sizeof text - 1), text);
  printf("%d\n", ftruncate(fd, 3));
  printf("%d\n", (int)lseek(fd, 0, SEEK_END));
  close(fd);
  rename("data/a.txt", "data/c.txt");
  printf("%d %d\n", access("data/a.txt", F_OK), access("data/c.txt", R_OK));
  struct dirent **names;
  int count = scandir("data", &names, visible, alphasort);
  for (int i = 0; i < count; i++) {
    printf("%s\n", names[i]->d_name);
    free(names[i]);
  }
  free(names);
  remove("data/b.bin");
  remove("data/c.txt");
  printf("%d\n", rmdir("data"));
  char *memory;
  size_t length;
  f = open_memstream(&memory, &length);
  fprintf(f, "in %s", "memory");
  fclose(f);
  printf("%s %zu\n", memory, length);
  free(memory);
  char source[] = "10 20 30";
  f = fmemopen(source, strlen(source), "r");
  int a, b;
  printf("%d", fscanf(f, "%d %d", &a, &b));
  printf(" %d\n", a + b);
  fclose(f);
  f = tmpfile();
  fputs("temporary", f);
  rewind(f);
  printf("%s\n", fgets(text, sizeof text, f));
  fclose(f);
  char name[] = "/tmp/exampleXXXXXX";
  fd = mkstemp(name);
  dprintf(fd, "%d", 7);
  close(fd);
  printf("%d\n", unlink(name));
  setvbuf(stdout, NULL, _IOLBF, 0);
  ungetc('Z', stdin);
  printf("%c\n", getchar());
  f = freopen("renamed.txt", "w", stdout);
  puts("elsewhere");
  return f == NULL;
}
