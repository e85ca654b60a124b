/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char **split(const char *s, const char *sep, int *count)
{
    char *copy = strdup(s), *save = NULL;
    char **out = NULL;
    *count = 0;
    for (char *t = strtok_r(copy, sep, &save); t; t = strtok_r(NULL, sep, &save)) {
        out = realloc(out, (*count + 2) * sizeof *out);
        out[(*count)++] = strdup(t);
        out[*count] = NULL;
    }
    free(copy);
    return out;
}

int main(void)
{
    int n;
    char **f = split("red,green,,blue", ",", &n);
    for (char **p = f; *p; p++) {
        printf("%s ", *p);
        free(*p);
    }
    free(f);
    printf("%d\n", n);
    return 0;
}
