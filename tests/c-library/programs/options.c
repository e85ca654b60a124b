#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv) {
  static struct option options[] = {
      {"name", required_argument, 0, 'm'}, {"verbose", no_argument, 0, 'v'}, {0, 0, 0, 0}};
  int c, number = 0;
  char *name = "";
  while ((c = getopt_long(argc, argv, "n:v", options, NULL)) != -1) {
    switch (c) {
    case 'n':
      number = atoi(optarg);
      break;
    case 'm':
      name = optarg;
      break;
    default:
      printf("? %c\n", c);
    }
  }
  printf("%d %s %d %s\n", number, name, argc - optind, argv[optind]);
  char *list = strdup("ro,size=12");
  char *rest = list, *value;
  char *const tokens[] = {"ro", "size", NULL};
  while (*rest) printf("%d ", getsubopt(&rest, tokens, &value)), printf("%s\n", value && *value ? "value" : "-");
  free(list);
  return 0;
}
