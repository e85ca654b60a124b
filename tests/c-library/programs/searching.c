#define _GNU_SOURCE
#include <fnmatch.h>
#include <ftw.h>
#include <glob.h>
#include <regex.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int compare(const void *a, const void *b) { return strcmp(a, b); }
static void visit(const void *node, VISIT order, int level) {
  if (order == postorder || order == leaf) printf("%d %s\n", level, *(const char *const *)node);
}
static int walked(const char *path, const struct stat *info, int type, struct FTW *where) {
  (void)info;
  printf("%s %d %d\n", path + where->base, type == FTW_D, where->level);
  return 0;
}
static void nothing(void *p) { (void)p; }

int main(void) {
  printf("%d %d\n", fnmatch("*.c", "main.c", 0), fnmatch("*.c", "main.h", 0) != 0);
  regex_t re;
  regmatch_t match[3];
  regcomp(&re, "([a-z]+)@([a-z.]+)", REG_EXTENDED);
  const char *text = "mail joe@example.org now";
  if (regexec(&re, text, 3, match, 0) == 0)
    for (int i = 0; i < 3; i++)
      printf("%.*s\n", (int)(match[i].rm_eo - match[i].rm_so), text + match[i].rm_so);
  regfree(&re);
  void *root = NULL;
  char *words[] = {"m", "c", "x", "a", "d"};
  for (int i = 0; i < 5; i++) tsearch(words[i], &root, compare);
  printf("%s\n", *(char **)tfind("x", &root, compare));
  tdestroy(root, nothing);
  hcreate(10);
  ENTRY item = {"key", "value"};
  hsearch(item, ENTER);
  ENTRY *found = hsearch((ENTRY){"key", NULL}, FIND);
  printf("%s\n", (char *)found->data);
  hdestroy();
  mkdir("tree", 0755);
  mkdir("tree/sub", 0755);
  fclose(fopen("tree/sub/leaf.txt", "w"));
  nftw("tree", walked, 5, 0);
  glob_t g;
  glob("tree/s*", 0, NULL, &g);
  printf("%zu %s\n", g.gl_pathc, g.gl_pathv[0]);
  globfree(&g);
  remove("tree/sub/leaf.txt");
  remove("tree/sub");
  return remove("tree");
}
