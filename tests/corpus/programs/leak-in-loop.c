/* expect: leak:definitely-lost 9 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* returns a fresh string each time; the caller must free it */
char *repeat(char c, int n)
{
    char *s = malloc(n + 1);
    memset(s, c, n);
    s[n] = '\0';
    return s;
}

int main(void)
{
    for (int i = 1; i <= 5; i++)
        printf("%s\n", repeat('*', i));
    return 0;
}
