/* expect: clean */
#include <alloca.h>
#include <stdio.h>
#include <string.h>

static int palindrome(const char *s)
{
    size_t n = strlen(s);
    char *r = alloca(n + 1);
    for (size_t i = 0; i < n; i++) r[i] = s[n - 1 - i];
    r[n] = '\0';
    return strcmp(s, r) == 0;
}

int main(void)
{
    const char *w[] = { "level", "radar", "c", "", "stack" };
    for (int i = 0; i < 5; i++) printf("%d", palindrome(w[i]));
    putchar('\n');
    return 0;
}
