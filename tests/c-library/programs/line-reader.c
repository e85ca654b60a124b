#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  char line[80];
  int lines = 0, words = 0, letters[26] = {0};
  while (fgets(line, sizeof line, stdin)) {
    lines++;
    for (char *w = strtok(line, " \t\n"); w; w = strtok(NULL, " \t\n")) {
      words++;
      for (; *w; w++)
        if (isalpha((unsigned char)*w)) letters[tolower((unsigned char)*w) - 'a']++;
    }
  }
  printf("%d %d\n", lines, words);
  for (int i = 0; i < 26; i++)
    if (letters[i]) printf("%c%d ", 'a' + i, letters[i]);
  puts("");
  return feof(stdin) ? 0 : 1;
}
