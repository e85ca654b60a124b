/* expect: clean */
#include <stdio.h>
#include <string.h>

static int count;

static void permute(char *s, int at, int n)
{
    if (at == n - 1) {
        if (strcmp(s, "dcba") == 0 || count == 0) puts(s);
        count++;
        return;
    }
    for (int i = at; i < n; i++) {
        char t = s[at]; s[at] = s[i]; s[i] = t;
        permute(s, at + 1, n);
        t = s[at]; s[at] = s[i]; s[i] = t;
    }
}

int main(void)
{
    char s[] = "abcd";
    permute(s, 0, 4);
    printf("%d\n", count);
    return 0;
}
