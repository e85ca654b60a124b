/* expect: clean */
#include <stdio.h>
#include <stdlib.h>

static int work(int fail_at)
{
    int rc = -1;
    char *a = NULL, *b = NULL;
    FILE *f = NULL;

    a = malloc(10);
    if (!a || fail_at == 1) goto out;
    b = calloc(4, 4);
    if (!b || fail_at == 2) goto out;
    f = fopen("/does/not/exist", "r");
    if (!f) goto out;
    rc = 0;
out:
    if (f) fclose(f);
    free(b);
    free(a);
    return rc;
}

int main(void)
{
    int failures = 0;
    for (int i = 0; i < 3; i++)
        if (work(i) < 0) failures++;
    printf("%d\n", failures);
    return 0;
}
