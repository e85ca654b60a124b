/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
    char *s = NULL;
    if (asprintf(&s, "%s/%d", "path", 12) < 0) return 1;
    char *n = strndup(s, 4);
    char raw[4] = { 'r', 'a', 'w', '!' };
    char *r = strndup(raw, 4);
    printf("%s %s %s %zu\n", s, n, r, strnlen(raw, 4));
    free(r); free(n); free(s);
    return 0;
}
