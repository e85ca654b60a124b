/* expect: clean */
/* arguments: ["alpha", "", "gamma delta"] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char **argv)
{
    size_t total = 0;
    char **copy = malloc((argc + 1) * sizeof *copy);
    for (int i = 0; i < argc; i++) {
        copy[i] = strdup(argv[i]);
        if (i > 0) total += strlen(copy[i]);
    }
    copy[argc] = NULL;
    for (char **p = copy + 1; *p; p++) printf("[%s]", *p);
    printf(" %zu %d\n", total, argv[argc] == NULL);
    for (int i = argc - 1; i >= 0; i--) free(copy[i]);
    free(copy);
    return 0;
}
