/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *b = malloc(16);
    memcpy(b, "GET /x", 6);
    /* none of these needs more than the six bytes */
    int get = strncmp(b, "GET ", 4) == 0;
    int same = memcmp(b, "GET /x", 6) == 0;
    int differs = strncmp(b, "PUT /", 16) != 0;
    char *slash = memchr(b, '/', 16);
    char *space = strchr(b, ' ');
    printf("%d%d%d %d %d\n", get, same, differs, (int)(slash - b), (int)(space - b));
    printf("%zu %zu\n", strnlen(b, 6), strspn(b, "GET"));
    free(b);
    return 0;
}
