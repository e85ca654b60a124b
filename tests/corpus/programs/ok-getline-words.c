/* expect: clean */
/* stdin: "the quick brown fox\njumps over\n\nthe lazy dog" */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *line = NULL;
    size_t cap = 0;
    ssize_t n;
    int words = 0, lines = 0;
    while ((n = getline(&line, &cap, stdin)) != -1) {
        lines++;
        if (n > 0 && line[n - 1] == '\n')
            line[n - 1] = '\0';
        for (char *w = strtok(line, " \t"); w; w = strtok(NULL, " \t"))
            words++;
    }
    free(line);
    printf("%d lines, %d words\n", lines, words);
    return 0;
}
